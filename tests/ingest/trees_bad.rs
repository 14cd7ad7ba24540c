//! Documents that are malformed, hostile or hold single faults: refused with their place, or read beside the fault.

use thalweg::domain::{Cause, Findings, Severity};
use thalweg::ingest::{Profiles, RawTable, read};

use crate::common::{fixture, import, one, receipt, values};

/// A profile of a basin's own, for small documents.
const OWN: &str = r#"
agency = "Own"
about = "Made for tests"
shape = "tree"
clock = "in_stamp"
[recognise]
[tree]
records = ["values[]"]
[station]
column = "station"
[time]
column = "t"
patterns = ["yyyy-mm-ddTHH:MM:SSz"]
[[series]]
column = "v"
quantity = "discharge"
unit = "m3/s"
flags = [{ column = "q", codes = "q" }]
[quality.q]
P = { review = "provisional" }
"#;

fn own(text: &str) -> (Vec<RawTable>, Findings) {
    let mut profiles = Profiles::default();
    profiles.add("own", OWN).expect("profile");
    let mut findings = Findings::new();
    let tables = read(text.as_bytes(), "a.json", &profiles, None, &mut findings);
    (tables, findings)
}

#[test]
fn one_bad_reading_never_costs_its_neighbours() {
    let document = |value: &str| {
        format!(
            "{{\"station\":9007199254740993,\"values\":[\n\
             {{\"t\":\"2024-05-01T00:00:00Z\",\"v\":1.5,\"q\":\"P\"}},\n\
             {{\"t\":\"2024-05-01T01:00:00Z\",{value}}}]}}"
        )
    };
    for (value, counts, cause) in [
        (
            "\"v\":2.5,\"v\":9999.0",
            [2, 1, 1, 0, 0],
            Some(Cause::Duplicate),
        ),
        ("\"v\":1e400", [2, 1, 1, 0, 0], Some(Cause::BadNumber)),
        ("\"v\":{\"raw\":1}", [2, 1, 1, 0, 0], Some(Cause::BadNumber)),
        ("\"v\":[1,2]", [2, 1, 1, 0, 0], Some(Cause::Duplicate)),
        ("\"v\":true", [2, 1, 1, 0, 0], Some(Cause::BadNumber)),
        ("\"v\":\"12,5\"", [2, 1, 1, 0, 0], Some(Cause::BadNumber)),
        ("\"v\":null", [2, 1, 0, 0, 1], None),
        ("\"q\":\"P\"", [2, 1, 0, 0, 1], None),
    ] {
        let (tables, findings) = own(&document(value));
        assert_eq!(tables[0].receipt, receipt(counts), "{value}");
        assert_eq!(tables[0].series[0].station, "9007199254740993");
        let told: Vec<(Cause, Option<u32>)> =
            findings.iter().map(|it| (it.cause, it.line)).collect();
        let expect: Vec<(Cause, Option<u32>)> =
            cause.map(|cause| (cause, Some(3))).into_iter().collect();
        assert_eq!(told, expect, "{value}");
    }
    let (tables, findings) = own(&document("\"v\":\"2.5\""));
    assert_eq!(values(&tables[0].series[0]), [Some(1.5), Some(2.5)]);
    let told: Vec<Severity> = findings.iter().map(|it| it.severity).collect();
    assert_eq!(
        told,
        [Severity::Note],
        "numbers in quotation marks are told"
    );
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let whole = "{\"station\":\"A\",\"values\":[{\"t\":\"2024-05-01T00:00:00Z\",\"v\":1.5}]}";
    assert_eq!(own(whole).0[0].receipt, receipt([1, 1, 0, 0, 0]));
    for (text, column, words) in [
        (whole.replace("1.5", "NaN"), 58, "no value"),
        (whole.replace("]}", ",]}"), 63, "comma"),
        (whole.replace("\"A\"", "\"\\ud800\""), 12, "surrogate"),
        (whole.replace("\"A\"", "\"A\u{1}\""), 14, "control"),
        (format!("{whole}{whole}"), 64, "further document"),
        (whole[..40].to_owned(), 31, "ends too early"),
        (whole.replace("1.5", "01.5"), 58, "no number"),
        ("[".repeat(100_000), 129, "128"),
        ("{\"a\":".repeat(100_000), 641, "128"),
    ] {
        let (tables, findings) = own(&text);
        assert!(tables.is_empty(), "{words}");
        let finding = findings.iter().next().expect(words);
        assert_eq!(
            (finding.line, finding.column),
            (Some(1), Some(column)),
            "{words}"
        );
        assert!(finding.message.contains(words), "{}", finding.message);
    }
    let mut latin = whole.as_bytes().to_vec();
    latin[12] = 0xff;
    let (tables, findings) = import(&latin, "a.json");
    assert!(tables.is_empty());
    let finding = findings.iter().next().expect("encoding");
    assert_eq!(
        (finding.cause, finding.column),
        (Cause::BadEncoding, Some(13))
    );
}

#[test]
fn a_path_that_leads_nowhere_is_named_and_an_empty_list_is_no_data() {
    let (tables, findings) = own("{\"station\":\"A\",\"data\":{\"points\":[]}}");
    assert!(tables.is_empty());
    let finding = findings.iter().next().expect("finding");
    assert!(
        finding.message.contains("\"values[]\""),
        "{}",
        finding.message
    );
    let (tables, findings) = own("{\"station\":\"A\",\"values\":[]}");
    assert_eq!(tables[0].receipt, receipt([0, 0, 0, 0, 0]));
    assert!(findings.iter().any(|it| it.cause == Cause::Incomplete));
}

#[test]
fn hostile_xml_is_refused() {
    let whole = String::from_utf8(fixture("xx-waterml2.xml")).unwrap();
    let flood = |name: &str| -> String {
        (0..20_000)
            .map(|n| format!(" {name}{n}=\"u{n}\""))
            .collect()
    };
    let cut = whole
        .find("<wml2:observationMember>\n    <om:OM_Observation gml:id=\"o2\"")
        .unwrap();
    for (text, words) in [
        (
            whole.replacen(
                "?>",
                "?><!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                1,
            ),
            "document type",
        ),
        (whole[..cut].to_owned(), "is cut"),
        (whole[..cut + 34].to_owned(), "malformed"),
        ("<a>".repeat(100_000), "128"),
        (format!("<a{}/>", flood("b")), "attributes"),
        (format!("<a{}/>", flood("xmlns:n")), "namespaces"),
        (whole.replace("1.25", "&unknown;"), "entity"),
        (
            whole.replace(
                "http://www.opengis.net/waterml/2.0\"",
                "http://example.org/other\"",
            ),
            "no profile claims",
        ),
        (
            whole.replacen("</wml2:Collection>", "</wml2:Collection><a/>", 1),
            "further document",
        ),
    ] {
        let (tables, findings) = import(text.as_bytes(), "a.xml");
        assert!(tables.is_empty(), "{words}");
        let told: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
        assert!(told[0].contains(words), "{words}: {told:?}");
    }
    let latin: Vec<u8> = whole
        .replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"")
        .replace("Torrin at Bridge", "Torrin \u{e0} B")
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap())
        .collect();
    let (table, _) = one(&latin, "a.xml");
    assert_eq!(table.series[0].station_name.as_deref(), Some("Torrin à B"));
}

#[test]
fn a_document_of_twenty_thousand_unknown_names_is_read() {
    let unknown: String = (0..20_000).map(|n| format!("\"k{n}\":{n},")).collect();
    let rows: Vec<String> = (0..2000)
        .map(|n| {
            format!(
                "{{\"t\":\"2024-05-01T{:02}:{:02}:00Z\",\"v\":{n}}}",
                n / 60 % 24,
                n % 60
            )
        })
        .collect();
    let text = format!(
        "{{{unknown}\"station\":\"A\",\"values\":[{}]}}",
        rows.join(",")
    );
    let (tables, _) = own(&text);
    assert_eq!(tables[0].receipt.read, 2000);
}
