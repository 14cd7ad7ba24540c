//! Labels side by side on one line, none touching another.

/// Least space between two labels, px.
const GAP: f32 = 14.0;

/// Labels that stand shoulder to shoulder because their wishes collide.
struct Group {
    n: f32,
    /// Left edge that suits its members best.
    left: f32,
    width: f32,
}

/// Middles of labels that would like to stand at `wishes` (middle, width; ascending) within `(left, right)`.
/// Neighbours that would share a place share the shift, so each stays as near to its wish as the others allow.
pub(super) fn apart(wishes: &[(f32, f32)], (left, right): (f32, f32)) -> Vec<f32> {
    let clamp = |group: &mut Group| {
        let last = right + GAP / 2.0 - group.width;
        group.left = group.left.min(last).max(left - GAP / 2.0);
    };
    let mut groups: Vec<Group> = Vec::new();
    for (middle, width) in wishes {
        let width = width + GAP;
        let mut group = Group {
            n: 1.0,
            left: middle - width / 2.0,
            width,
        };
        clamp(&mut group);
        while let Some(before) = groups.pop_if(|before| before.left + before.width > group.left) {
            let wish = before.left * before.n + (group.left - before.width) * group.n;
            let n = before.n + group.n;
            group = Group {
                n,
                left: wish / n,
                width: before.width + group.width,
            };
            clamp(&mut group);
        }
        groups.push(group);
    }
    let mut middles = Vec::with_capacity(wishes.len());
    let mut widths = wishes.iter().map(|(_, width)| width + GAP);
    for group in groups {
        let mut edge = group.left;
        let mut n = group.n;
        while n > 0.5 {
            let width = widths.next().unwrap_or(0.0);
            middles.push(edge + width / 2.0);
            edge += width;
            n -= 1.0;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wishes: &[(f32, f32)], expect: &[f32]) {
        assert_eq!(apart(wishes, (0.0, 400.0)), expect);
    }

    #[test]
    fn labels_stay_where_they_wish_when_there_is_room() {
        check(&[(50.0, 40.0), (200.0, 60.0)], &[50.0, 200.0]);
    }

    #[test]
    fn neighbours_share_the_shift() {
        check(&[(100.0, 86.0), (120.0, 86.0)], &[60.0, 160.0]);
    }

    #[test]
    fn none_leaves_the_line() {
        check(&[(5.0, 86.0)], &[43.0]);
        check(&[(395.0, 86.0)], &[357.0]);
        check(&[(390.0, 86.0), (395.0, 86.0)], &[257.0, 357.0]);
    }
}
