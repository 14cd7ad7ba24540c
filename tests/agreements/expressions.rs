//! What an expression means, by its tree: the statistic of a bare name, the unit of a bare number, the measure
//! of a sum. Expected trees are written from the page of the language.

use thalweg::agreements::load;
use thalweg::domain::agreement::Agreement;
use thalweg::domain::agreement::amount::{Amount, DayOf, PairOp, SpanDay};
use thalweg::domain::agreement::measure::Measure;
use thalweg::domain::agreement::rules::{RuleKind, Target};

const SOUND: &str = include_str!("zoo/sound.toml");

/// The sound agreement with one more rule.
fn with(rule: &str) -> Agreement {
    let text = format!("{SOUND}\n[[rule]]\nid = \"tried\"\narticle = \"Art. 99\"\n{rule}\n");
    let (agreement, findings) = load(&text, "a.toml");
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    agreement.unwrap_or_else(|| panic!("{rule}: {words:?}"))
}

/// An amount for a year, with the unit in which it comes out.
fn amount(text: &str) -> (Amount, String) {
    amount_in(text, "")
}

fn amount_in(text: &str, more: &str) -> (Amount, String) {
    let agreement = with(&format!(
        "kind = \"amount\"\ncalendar = \"year\"\namount = '{text}'\n{more}"
    ));
    let rule = agreement.rule("tried").expect("the rule");
    let RuleKind::Amount(amount) = &rule.kind else {
        panic!("an amount");
    };
    (amount.amount.clone(), rule.unit.name.clone())
}

/// A short form of a tree.
fn short(amount: &Amount) -> String {
    let all = |parts: &[Amount]| parts.iter().map(short).collect::<Vec<_>>().join(", ");
    match amount {
        Amount::Number(value) => value.to_string(),
        Amount::Quantity { value, unit } => format!("{value}[{}]", unit.name),
        Amount::Parameter(id) | Amount::Condition(id) => id.clone(),
        Amount::Period(fact) => format!("{fact:?}"),
        Amount::Day(DayOf::Series(id)) => id.clone(),
        Amount::Day(DayOf::StorageChange(id)) => format!("Δ{id}"),
        Amount::Day(DayOf::Lag { of, days }) => format!("lag({}, {days})", short(of)),
        Amount::Statistic {
            statistic,
            of,
            span,
        } => {
            let mut words = String::new();
            let day = |day: SpanDay| match day {
                SpanDay::Day(day) => day.to_string(),
                other => format!("{other:?}"),
            };
            for (word, value) in [
                ("from", span.from.map(day)),
                ("until", span.until.map(day)),
                ("months", span.months.map(|n| n.to_string())),
                ("days", span.days.map(|n| n.to_string())),
                (
                    "back",
                    (span.years_back > 0).then(|| span.years_back.to_string()),
                ),
            ] {
                if let Some(value) = value {
                    words += &format!(" {word} {value}");
                }
            }
            format!("{statistic:?}({}{words})", short(of))
        }
        Amount::DaysWhen { test, .. } => format!("DaysWhen({})", short(test)),
        Amount::Rule { rule, party } => party
            .as_ref()
            .map_or_else(|| rule.clone(), |party| format!("{rule}.{party}")),
        Amount::Declared(id) => format!("declared {id}"),
        Amount::Met(id) => format!("met {id}"),
        Amount::Volume(of) => format!("Volume({})", short(of)),
        Amount::Flow(of) => format!("Flow({})", short(of)),
        Amount::Table { table, at } => format!("{table}[{}]", all(at)),
        Amount::Ledger { ledger, figure } => format!("{figure:?} {ledger}"),
        Amount::Forecast {
            series,
            made,
            target,
        } => format!("Forecast({series} {made} {target})"),
        Amount::Fact { name, unit } => format!("fact {name}[{}]", unit.name),
        Amount::Normal(of) => format!("Normal({})", short(of)),
        Amount::Previous { of, periods } => format!("Previous({}, {periods})", short(of)),
        Amount::Over { calendar, of } => format!("Over({calendar}, {})", short(of)),
        Amount::Total { calendar, of } => format!("Total({calendar}, {})", short(of)),
        Amount::Share => "share".to_owned(),
        Amount::Available => "available".to_owned(),
        Amount::Not(of) => format!("not {}", short(of)),
        Amount::Negative(of) => format!("-{}", short(of)),
        Amount::Pair { op, left, right } => {
            let sign = match op {
                PairOp::Plus => "+",
                PairOp::Minus => "-",
                PairOp::Times => "*",
                PairOp::Over => "/",
                PairOp::Below => "<",
                PairOp::AtMost => "<=",
                PairOp::Above => ">",
                PairOp::AtLeast => ">=",
                PairOp::Equal => "=",
                PairOp::Unequal => "!=",
                PairOp::And => "and",
                PairOp::Or => "or",
            };
            format!("({} {sign} {})", short(left), short(right))
        }
        Amount::If {
            test,
            then,
            otherwise,
        } => format!("If({}, {}, {})", short(test), short(then), short(otherwise)),
        Amount::FirstKnown(parts) => format!("FirstKnown({})", all(parts)),
        Amount::Lesser(parts) => format!("Lesser({})", all(parts)),
        Amount::Greater(parts) => format!("Greater({})", all(parts)),
        Amount::Round { of, step, unit } => format!("Round({}, {step}[{}])", short(of), unit.name),
    }
}

/// Amounts in an agreement that counts in m³/s and hm³: as written, their tree, the unit in which they come out.
const AMOUNTS: &[(&str, &str, &str)] = &[
    // A bare name: flow its mean, rain its sum, storage, level, area and number their last day, manual its sum.
    ("weir", "Mean(weir)", "m³/s"),
    ("rain", "Sum(rain)", "mm"),
    ("lake", "Last(lake)", "hm³"),
    ("lake.AA", "Last(lake.AA)", "hm³"),
    ("lake-level", "Last(lake-level)", "m"),
    ("lake-area", "Last(lake-area)", "km²"),
    ("index", "Last(index)", ""),
    ("pumped", "Sum(pumped)", "hm³"),
    // A flow beside a volume is its volume.
    ("lake + weir", "(Last(lake) + Sum(weir))", "hm³"),
    ("weir - 500 hm3", "(Sum(weir) - 500[hm³])", "hm³"),
    (
        "volume(shares.BB) + lake",
        "(Volume(shares.BB) + Last(lake))",
        "hm³",
    ),
    // A bare number takes the unit of what stands beside it; a factor stays a number.
    ("weir + 5", "(Mean(weir) + 5[m³/s])", "m³/s"),
    ("lake-level - 0.5", "(Last(lake-level) - 0.5[m])", "m"),
    ("0.5 * weir", "(0.5 * Mean(weir))", "m³/s"),
    (
        "lesser(0.5 * weir, 1500 cfs)",
        "Lesser((0.5 * Mean(weir)), 1500[cfs])",
        "m³/s",
    ),
    (
        "26 m3/s * lesser(1, index / 4)",
        "(26[m³/s] * Lesser(1, (Last(index) / 4)))",
        "m³/s",
    ),
    ("part * weir", "(part * Mean(weir))", "m³/s"),
    // area × depth, like ÷ like, a share of a flow
    ("lake-area * rain", "(Last(lake-area) * Sum(rain))", "hm³"),
    ("weir / natural", "(Mean(weir) / Mean(natural))", ""),
    (
        "weir * plan.AA / (plan.AA + plan.BB)",
        "(Mean(weir) * (plan.AA / (plan.AA + plan.BB)))",
        "m³/s",
    ),
    // statistics
    ("mean(weir + canal)", "Mean((weir + canal))", "m³/s"),
    (
        "volume(weir - lag(canal, 2))",
        "Sum((weir - lag(canal, 2)))",
        "hm³",
    ),
    ("sum(rain)", "Sum(rain)", "mm"),
    ("lowest(weir)", "Lowest(weir)", "m³/s"),
    ("highest(lake-level)", "Highest(lake-level)", "m"),
    ("first(lake)", "First(lake)", "hm³"),
    ("last(lake)", "Last(lake)", "hm³"),
    ("change(lake)", "Change(lake)", "hm³"),
    ("volume(storage_change(lake))", "Sum(Δlake)", "hm³"),
    (
        "days_when(lake-level < 1075 ft)",
        "DaysWhen((lake-level < 1075[ft]))",
        "",
    ),
    (
        r#"value(lake, on="03-01")"#,
        "First(lake from 03-01)",
        "hm³",
    ),
    ("full(lake.BB)", "(Last(lake.BB) / 250[hm³])", ""),
    (
        r#"sum(rain, from="10-01", until="04-01", years_back=1)"#,
        "Sum(rain from 10-01 until 04-01 back 1)",
        "mm",
    ),
    (
        "sum(rain, months=6, until=third_month)",
        "Sum(rain until ThirdMonth months 6)",
        "mm",
    ),
    (
        r#"ratio_to_normal(sum(rain, from="10-01", until=start))"#,
        "(Sum(rain from 10-01 until Start) / Normal(Sum(rain from 10-01 until Start)))",
        "",
    ),
    ("normal(weir)", "Normal(Mean(weir))", "m³/s"),
    // other clauses
    ("shares.BB", "shares.BB", "m³/s"),
    ("lowest-day", "lowest-day", "m³/s"),
    ("figure", "figure", "hm³"),
    (
        "if(dry, 0.4, 0.5) * weir",
        "(If(dry, 0.4, 0.5) * Mean(weir))",
        "m³/s",
    ),
    (
        "if(declared(dry) and not met(dry), weir, 12)",
        "If((declared dry and not met dry), Mean(weir), 12[m³/s])",
        "m³/s",
    ),
    ("curve(lake)", "curve[Last(lake)]", "hm³"),
    ("classes(150, 70 %)", "classes[150[hm³], 70[%]]", "hm³"),
    ("balance(account)", "Balance account", "hm³"),
    ("ahead_of_pace(account)", "AheadOfPace account", "hm³"),
    // other periods
    ("previous(weir)", "Previous(Mean(weir), 1)", "m³/s"),
    ("previous(lake, 3)", "Previous(Last(lake), 3)", "hm³"),
    ("over(quarter, weir)", "Over(quarter, Mean(weir))", "m³/s"),
    ("total(month, weir)", "Total(month, Sum(weir))", "hm³"),
    // facts
    (
        r#"forecast(lake-level, made="08-15", for="01-01")"#,
        "Forecast(lake-level 08-15 01-01)",
        "m",
    ),
    (r#"weir * fact("use")"#, "(Mean(weir) * fact use[])", "m³/s"),
    (r#"fact("claim", "af")"#, "fact claim[af]", "hm³"),
    (
        r#"weir + fact("claim")"#,
        "(Mean(weir) + fact claim[m³/s])",
        "m³/s",
    ),
    (
        "first_known(weir, canal, 3)",
        "FirstKnown(Mean(weir), Mean(canal), 3[m³/s])",
        "m³/s",
    ),
    (
        "greater(weir, 3) - max(1, 2)",
        "(Greater(Mean(weir), 3[m³/s]) - Greater(1[m³/s], 2[m³/s]))",
        "m³/s",
    ),
    ("round(weir, 0.5)", "Round(Mean(weir), 0.5[m³/s])", "m³/s"),
    ("round(lake, 1000 af)", "Round(Last(lake), 1000[af])", "hm³"),
    // A flow times a number of days is a volume.
    ("3000 ML/d * days", "Volume(3000[ML/d])", "hm³"),
    ("weir * days / 365", "(Volume(Mean(weir)) / 365)", "hm³"),
    ("weir * (days / 365)", "(Mean(weir) * (Days / 365))", "m³/s"),
    (
        "5 m3/s * days_when(weir < 12)",
        "(Volume(5[m³/s]) * (DaysWhen((weir < 12[m³/s])) / Days))",
        "hm³",
    ),
    ("3 m3/s * days + 5 hm3", "(Volume(3[m³/s]) + 5[hm³])", "hm³"),
    (
        "weir + flow(290 hm3)",
        "(Mean(weir) + Flow(290[hm³]))",
        "m³/s",
    ),
    ("flow(lake - 20)", "Flow((Last(lake) - 20[hm³]))", "m³/s"),
    (
        "weir * (ordinal + month)",
        "(Mean(weir) * (Ordinal + Month))",
        "m³/s",
    ),
    ("-weir + 2 * 3", "(-Mean(weir) + (2[m³/s] * 3))", "m³/s"),
];

#[test]
fn an_amount_means_what_the_page_says() {
    for (text, tree, unit) in AMOUNTS {
        let (found, found_unit) = amount(text);
        assert_eq!(short(&found), *tree, "{text}");
        assert_eq!(found_unit, *unit, "{text}");
    }
}

#[test]
fn a_clause_that_counts_in_a_volume_takes_volumes() {
    for (text, tree) in [
        ("weir", "Sum(weir)"),
        ("shares.BB", "Volume(shares.BB)"),
        ("0.5 * weir - 1000", "((0.5 * Sum(weir)) - 1000[af])"),
        ("12 m3/s", "Volume(12[m³/s])"),
        ("storage_change:lake", "Sum(Δlake)"),
        ("total(month, weir)", "Total(month, Sum(weir))"),
    ] {
        let (found, unit) = amount_in(text, "unit = \"af\"");
        assert_eq!(short(&found), tree, "{text}");
        assert_eq!(unit, "af");
    }
}

#[test]
fn tests_keep_means_and_the_order_of_and_or_not() {
    let agreement = with(
        "kind = \"trigger\"\ncalendar = \"year\"\nlevel = \"a\"\nwhen = \"weir < 5 or not dry and full(lake) >= 50 %\"",
    );
    let rule = agreement.rule("tried").expect("the rule");
    let RuleKind::Trigger(trigger) = &rule.kind else {
        panic!("a trigger");
    };
    assert_eq!(
        short(&trigger.levels[0].when),
        "((Mean(weir) < 5[m³/s]) or (not dry and ((Last(lake) / 400[hm³]) >= 50[%])))"
    );
}

#[test]
fn first_and_rest_are_bands() {
    let agreement = with(
        "kind = \"split\"\ncalendar = \"year\"\nof = \"volume(weir)\"\nfirst = { BB = 30, AA = \"20 hm3\" }\nrest = { AA = 0.25, BB = 0.75 }",
    );
    let rule = agreement.rule("tried").expect("the rule");
    let RuleKind::Split(split) = &rule.kind else {
        panic!("a split");
    };
    // By hand: up to 30 all to BB, up to 50 all to AA, above 50 a quarter and three quarters.
    let shares = |quantity: f64| -> Vec<f64> {
        let band = split
            .bands
            .iter()
            .rev()
            .find(|band| quantity > band.from)
            .unwrap_or(&split.bands[0]);
        let share = |(base, slope): &(f64, f64)| base + slope * (quantity - band.from);
        band.shares.iter().map(share).collect()
    };
    let parties: Vec<&str> = split
        .parties
        .iter()
        .map(thalweg::domain::PartyId::as_str)
        .collect();
    assert_eq!(parties, ["BB", "AA"]);
    assert_eq!(shares(10.0), [10.0, 0.0]);
    assert_eq!(shares(40.0), [30.0, 10.0]);
    assert_eq!(shares(90.0), [60.0, 30.0]);
    assert_eq!(rule.unit.name, "hm³");
}

#[test]
fn a_reading_changes_only_what_it_sets() {
    let all = thalweg::agreements::readings(SOUND, "a.toml").expect("readings");
    assert_eq!(all.len(), 2);
    let carry = |n: usize| {
        let ledger = all[n].1.ledger("long").expect("the ledger");
        format!("{:?}", ledger.carry.as_ref().expect("a carry").fills_first)
    };
    assert_eq!(
        (all[0].0.id.as_str(), all[1].0.id.as_str()),
        ("agreed", "period-first")
    );
    assert_eq!(
        (carry(0).as_str(), carry(1).as_str()),
        ("Carried", "Period")
    );
    assert_eq!(all[0].1.rules, all[1].1.rules);
}

#[test]
fn a_target_by_the_class_of_a_storage() {
    let agreement = with(
        "kind = \"minimum\"\ncalendar = \"year\"\nof = \"volume(weir)\"\nparty = \"BB\"\ntarget = 'classes(value(lake, on=\"03-01\"), ratio_to_normal(rain))'",
    );
    let RuleKind::Minimum(limit) = &agreement.rule("tried").expect("the rule").kind else {
        panic!("a minimum");
    };
    let Target::Amount(target) = &limit.target else {
        panic!("an amount");
    };
    assert_eq!(
        short(target),
        "classes[First(lake from 03-01), (Sum(rain) / Normal(Sum(rain)))]"
    );
    assert_eq!(limit.of.len(), 1);
}

#[test]
fn net_evaporation_is_a_flow() {
    let text = SOUND.replace(
        "{ storage_change = \"lake\" }",
        "{ area = \"lake-area\", times = \"0.7 * pan - rain\", lag_days = 1 }",
    );
    let (agreement, _) = load(&text, "a.toml");
    let agreement = agreement.expect("sound");
    let natural = agreement.derived("natural").expect("the series");
    assert_eq!(natural.measure, Measure::Flow);
    assert_eq!(
        short(&natural.terms[2].amount),
        "lag(Flow((lake-area * ((0.7 * pan) - rain))), 1)"
    );
    assert_eq!(short(&natural.terms[1].amount), "(0.95 * canal)");
}
