//! Columns of many stations as arrays in files, for us and for the peers.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::job::{self, Columns};

/// Files of the folder as columns: `a` is discharge and `r` rain of the quarters of an hour, `d` discharge of the
/// days; for each the times in seconds, the values, and where each station begins.
pub(crate) fn write_all(folder: &Path, into: &Path) {
    fs::create_dir_all(into).expect("a folder can be made");
    let of_folder = |name: &str| {
        let mut files: Vec<_> = fs::read_dir(folder.join(name))
            .expect("the folder can be read")
            .map(|entry| entry.expect("the folder can be read").path())
            .collect();
        files.sort();
        files
    };
    let network = fs::read_to_string(folder.join("network.csv")).expect("a text");
    let rows: Vec<Vec<&str>> = network
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    for name in ["b", "r"] {
        let (reader, mut stations) = (job::Reader::new(), Vec::new());
        for file in of_folder(name) {
            stations.extend(job::columns_of(&reader, &file));
        }
        // In the order of the network, in which a gauge stands behind the one upstream.
        let place = |id: &str| rows.iter().position(|row| row[0] == id);
        stations.sort_by_key(|station| place(&station.id));
        write(into, if name == "b" { "a" } else { "r" }, &stations);
    }
    let days = job::columns_of(&job::Reader::new(), &folder.join("d_all.csv"));
    write(into, "d", &days);
    let place = |id: &str| rows.iter().position(|row| row[0] == id);
    let lags = rows.iter().flat_map(|row| {
        let upstream = place(row[1]).map_or(-1, |at| at as i64);
        [upstream, row[2].parse().expect("minutes")]
    });
    put(&into.join("network.npy"), "<i8", lags.map(i64::to_le_bytes));
}

fn write(into: &Path, name: &str, stations: &[Columns]) {
    let file = |what: &str| into.join(format!("{name}_{what}.npy"));
    let times = stations.iter().flat_map(|it| &it.time);
    put(
        &file("time"),
        "<i8",
        times.map(|time| (time / 1000).to_le_bytes()),
    );
    let values = stations.iter().flat_map(|it| &it.value);
    put(
        &file("value"),
        "<f8",
        values.map(|value| value.to_le_bytes()),
    );
    let mut at = 0_i64;
    let begins = stations.iter().map(|station| {
        at += station.time.len() as i64;
        at
    });
    let begins = std::iter::once(0).chain(begins).map(i64::to_le_bytes);
    put(&file("begin"), "<i8", begins);
}

/// One array of numbers of eight bytes, as numpy keeps it.
fn put(path: &Path, kind: &str, numbers: impl Iterator<Item = [u8; 8]>) {
    let bytes: Vec<u8> = numbers.flatten().collect();
    let shape = format!(
        "{{'descr': '{kind}', 'fortran_order': False, 'shape': ({},), }}",
        bytes.len() / 8
    );
    // The header ends in a line feed and makes 128 bytes with the ten before it.
    let header = format!("\x00\x76\x00{shape:<117}\n");
    let mut file = File::create(path).expect("a new file");
    file.write_all(b"\x93NUMPY\x01").expect("room on the disk");
    file.write_all(header.as_bytes()).expect("room on the disk");
    file.write_all(&bytes).expect("room on the disk");
}

/// The numbers of an array, as their eight bytes.
fn get(path: &Path) -> Vec<[u8; 8]> {
    let bytes = fs::read(path).expect("an array");
    let (numbers, _) = bytes[128..].as_chunks::<8>();
    numbers.to_vec()
}

/// Whole numbers.
pub(crate) fn whole(folder: &Path, name: &str) -> Vec<i64> {
    let numbers = get(&folder.join(format!("{name}.npy")));
    numbers.into_iter().map(i64::from_le_bytes).collect()
}

/// Numbers with a fraction.
pub(crate) fn real(folder: &Path, name: &str) -> Vec<f64> {
    let numbers = get(&folder.join(format!("{name}.npy")));
    numbers.into_iter().map(f64::from_le_bytes).collect()
}
