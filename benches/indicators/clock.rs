//! CPU time of this process and of those that it waited for, and memory.

use std::fs;

/// Nanoseconds that this process has run on a processor, all threads that live.
pub(crate) fn cpu_nanos() -> u64 {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux tells what its processes do");
    let of_task = |path: std::path::PathBuf| {
        let text = fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        let first = text.split(' ').next().unwrap_or_default();
        first.parse::<u64>().unwrap_or(0)
    };
    tasks.flatten().map(|entry| of_task(entry.path())).sum()
}

/// User and system seconds of the processes that this one has waited for, in hundredths.
pub(crate) fn seconds_of_children() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = text.rsplit(')').next().unwrap_or_default();
    let fields = behind.split_whitespace().skip(13).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// The most memory that this process has held.
pub(crate) fn peak_megabytes() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
