//! Is there a screen at all? Asked before the window system is, because its own answers are for programmers.

/// Whether a window can be tried. On Linux that is what the session's variables say; elsewhere always.
///
/// # Errors
/// What was looked for and not found.
pub fn has_display() -> Result<(), String> {
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return Ok(());
    }
    judge(|name| std::env::var(name).ok())
}

fn judge(variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    let is_set = |name: &&str| variable(name).is_some_and(|value| !value.is_empty());
    if names.iter().any(is_set) {
        Ok(())
    } else {
        Err("neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_no_screen() {
        let check = |set: &[(&str, &str)], expect: bool| {
            let found = judge(|name| {
                let value = set.iter().find(|(key, _)| *key == name)?.1;
                Some(value.to_owned())
            });
            assert_eq!(found.is_ok(), expect, "{set:?}");
        };
        check(&[], false);
        check(&[("DISPLAY", "")], false);
        check(&[("DISPLAY", ":0")], true);
        check(&[("WAYLAND_DISPLAY", "wayland-1")], true);
    }
}
