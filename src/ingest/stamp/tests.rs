use super::*;

fn read(pattern: &str, text: &str) -> Option<(String, Option<i32>)> {
    let stamp = Pattern::compile(pattern)
        .expect("pattern")
        .read(text.as_bytes(), &mut DateCache::default())?;
    Some((date_text(stamp.millis), stamp.offset))
}

#[test]
fn stamps_are_read_by_place() {
    for (pattern, text, expect) in [
        (
            "dd.mm.yyyy HH:MM:SS",
            "15.08.2002 00:00:00",
            "2002-08-15 00:00",
        ),
        ("yyyy-mm-dd HH:MM", "2024-02-29 23:45", "2024-02-29 23:45"),
        ("yyyymmdd", "19510112", "1951-01-12 00:00"),
        ("dd/mm/yyyy", "01/12/1971", "1971-12-01 00:00"),
        ("yyyy-mm-dd HH:MM", "2024-05-01 24:00", "2024-05-02 00:00"),
    ] {
        assert_eq!(
            read(pattern, text),
            Some((expect.to_owned(), None)),
            "{text}"
        );
    }
    assert_eq!(
        read("yyyy-mm-ddTHH:MM:SSfz", "2020-02-14T00:00:00.000-05:00"),
        Some(("2020-02-14 00:00".to_owned(), Some(-300)))
    );
    assert_eq!(
        read("yyyy-mm-ddTHH:MM:SSz", "2020-01-19T08:25:00-03:30").map(|it| it.1),
        Some(Some(-210))
    );
}

#[test]
fn times_that_do_not_exist_are_no_times() {
    for (pattern, text) in [
        ("dd.mm.yyyy", "31.02.2024"),
        ("dd.mm.yyyy", "29.02.2023"),
        ("dd.mm.yyyy", "00.01.2023"),
        ("yyyy-mm-dd HH:MM", "2024-01-01 25:00"),
        ("yyyy-mm-dd HH:MM", "2024-01-01 24:15"),
        ("yyyy-mm-dd HH:MM", "2024-01-01 23:4x"),
        ("yyyy-mm-dd", "2024-01-01 00:00"),
        ("yyyy-mm-ddTHH:MM:SSz", "2024-01-01T00:00:00"),
        ("yyyy-mm-ddTHH:MM:SSz", "2024-01-01T00:00:00+26:00"),
        ("yyyy-mm-dd", "1881-00-00"),
    ] {
        assert_eq!(read(pattern, text), None, "{text}");
    }
}

#[test]
fn the_kept_day_is_the_day_that_chrono_knows() {
    let pattern = Pattern::compile("yyyy-mm-dd").expect("pattern");
    let mut cache = DateCache::default();
    let mut date = chrono::NaiveDate::from_ymd_opt(1890, 1, 1).expect("date");
    for _ in 0..80_000 {
        let text = date.to_string();
        let stamp = pattern.read(text.as_bytes(), &mut cache).expect("stamp");
        let expect = date
            .and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis();
        assert_eq!(stamp.millis, expect, "{text}");
        date = date.succ_opt().expect("date");
    }
}

#[test]
fn stamps_are_read_with_the_liberties_that_exports_take() {
    for (pattern, text, expect, offset) in [
        ("yyyy-mm-dd", "2024-1-5", "2024-01-05 00:00", None),
        (
            "dd.mm.yyyy HH:MM",
            "5.1.2024 7:00",
            "2024-01-05 07:00",
            None,
        ),
        (
            "d/m/yyyy H:MM",
            "15/12/2024 17:05",
            "2024-12-15 17:05",
            None,
        ),
        ("m/d/yyyy", "2/29/2024", "2024-02-29 00:00", None),
        (
            "yyyy-mm-dd HH:MM:SS",
            "2024-12-31 24:00:00",
            "2025-01-01 00:00",
            None,
        ),
        (
            "yyyy-mm-ddTHH:MM:SSfz",
            "2024-05-01t12:30:00z",
            "2024-05-01 12:30",
            Some(0),
        ),
        (
            "yyyy-mm-ddTHH:MM:SSfz",
            "2024-05-01T12:30:00,250+0100",
            "2024-05-01 12:30",
            Some(60),
        ),
        (
            "yyyy-mm-ddTHH:MM:SSz",
            "2024-05-01T12:30:00+01",
            "2024-05-01 12:30",
            Some(60),
        ),
        (
            "yyyy-mm-dd HH:MM:SSz",
            "2024-05-01 12:30:00 UTC",
            "2024-05-01 12:30",
            Some(0),
        ),
        (
            "yyyy-mm-dd HH:MM:SS",
            "2024-05-01 12:30:00 UTC",
            "2024-05-01 12:30",
            Some(0),
        ),
        (
            "yyyy-mm-dd HH:MM z",
            "2024-05-01 12:30 UTC-03:30",
            "2024-05-01 12:30",
            Some(-210),
        ),
        (
            "mm/dd/yyyy HH:MM ap",
            "5/1/2024 12:30 AM",
            "2024-05-01 00:30",
            None,
        ),
        (
            "mm/dd/yyyy HH:MM ap",
            "05/01/2024 12:30 p.m.",
            "2024-05-01 12:30",
            None,
        ),
        (
            "dd.mm.yyyy HH:MM' Uhr'",
            "5.1.2024 7:00 Uhr",
            "2024-01-05 07:00",
            None,
        ),
        (
            "mm/dd/yyyy HH:MM:SS p",
            "01/02/2024 03:15:00 PM",
            "2024-01-02 15:15",
            None,
        ),
        (
            "mm/dd/yyyy HH:MM ap",
            "05/01/2024 11:30PM",
            "2024-05-01 23:30",
            None,
        ),
        ("dd mon yyyy", "20 Nov 1971", "1971-11-20 00:00", None),
        ("dd-mon-yyyy", "1-févr.-2024", "2024-02-01 00:00", None),
        ("d. mon yyyy", "3. května 2024", "2024-05-03 00:00", None),
        ("mon yyyy", "Październik 2023", "2023-10-01 00:00", None),
        ("yyyymmddHHMM", "192311011200", "1923-11-01 12:00", None),
        ("H.MM", "7.05", "1970-01-01 07:05", None),
    ] {
        assert_eq!(
            read(pattern, text),
            Some((expect.to_owned(), offset)),
            "{pattern} of {text}"
        );
    }
}

#[test]
fn names_of_months_are_read_in_the_encodings_of_their_countries() {
    // "März" and "luty" as the encodings of their countries write them.
    let march = Pattern::compile("d. mon yyyy").expect("pattern");
    let stamp = march.read(b"3. M\xe4rz 2024", &mut DateCache::default());
    assert_eq!(
        stamp.map(|it| date_text(it.millis)).as_deref(),
        Some("2024-03-03 00:00")
    );
}

#[test]
fn liberties_end_where_a_stamp_could_mean_two_things() {
    for (pattern, text) in [
        ("yyyymmdd", "2024115"),
        ("yyyy-mm-dd", "24-01-05"),
        ("yyyy-mm-dd", "2024-001-05"),
        ("yyyy-mm-dd HH:MM", "2024-01-05 07:5"),
        ("yyyy-mm-dd HH:MM", "2024-01-05 07:05 MEZ"),
        ("yyyy-mm-dd HH:MM:SS", "2024-01-05 07:05:60"),
        ("mm/dd/yyyy HH:MM ap", "05/01/2024 13:30 PM"),
        ("mm/dd/yyyy HH:MM ap", "05/01/2024 00:30 AM"),
        ("d. mon yyyy", "3. listopad 2024"),
        ("d. mon yyyy", "3. Monat 2024"),
        ("unix_s", "NaN"),
        ("unix_s", "2024-01-01"),
        ("unix_ms", "1e300"),
        ("excel_1900", "60"),
        ("excel_1900", "-1"),
        ("excel_1900", "1e3"),
    ] {
        assert_eq!(read(pattern, text), None, "{pattern} of {text}");
    }
    for pattern in ["yyyy-mm", "HH:MM", "dd mon yy"] {
        assert!(Pattern::compile(pattern).is_ok(), "{pattern}");
    }
    for pattern in ["", "yyyy", "mm-dd", "MM:SS", "yyyy-mm-dd-dd", "f"] {
        assert!(Pattern::compile(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn counts_and_years_of_two_digits_are_read_from_their_beginning() {
    for (pattern, text, expect, offset) in [
        ("unix_s", "1700000000", "2023-11-14 22:13", Some(0)),
        ("unix_ms", "1700000000000", "2023-11-14 22:13", Some(0)),
        ("unix_s", "-86400", "1969-12-31 00:00", Some(0)),
        ("excel_1900", "39743", "2008-10-22 00:00", None),
        ("excel_1900", "45292.041666667", "2024-01-01 01:00", None),
        ("excel_1900", "45292,5", "2024-01-01 12:00", None),
        ("excel_1904", "43830", "2024-01-01 00:00", None),
    ] {
        assert_eq!(
            read(pattern, text),
            Some((expect.to_owned(), offset)),
            "{pattern} of {text}"
        );
    }
    for (first, text, expect) in [
        (1950, "31.12.49", "2049-12-31 00:00"),
        (1950, "01.01.50", "1950-01-01 00:00"),
        (1900, "31.12.49", "1949-12-31 00:00"),
        (1990, "1.1.89", "2089-01-01 00:00"),
    ] {
        let pattern = Pattern::compile_from("dd.mm.yy", Some(first)).expect("pattern");
        let stamp = pattern.read(text.as_bytes(), &mut DateCache::default());
        assert_eq!(
            stamp.map(|it| date_text(it.millis)).as_deref(),
            Some(expect),
            "{text}"
        );
    }
}

#[test]
fn a_leap_second_is_the_second_after_it_and_says_so() {
    let pattern = Pattern::compile("yyyy-mm-ddTHH:MM:SSz").expect("pattern");
    let mut cache = DateCache::default();
    let leap = pattern
        .read(b"2016-12-31T23:59:60Z", &mut cache)
        .expect("stamp");
    let next = pattern
        .read(b"2017-01-01T00:00:00Z", &mut cache)
        .expect("stamp");
    assert_eq!(leap.millis, next.millis);
    assert_eq!((leap.leap_second, next.leap_second), (true, false));
}
