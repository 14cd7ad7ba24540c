"""Albufeira, Tejo in pandas: minima by year, quarter and week at two sections, and the two exceptions for rain."""

import numpy as np
import pandas as pd
from common import Clock, say, sums, tidy

HM3 = 0.0864
ALLOWED_MISSING = 0.1
YEAR = {"cedillo": 2700.0, "muge": 1300.0}
QUARTER = {"cedillo": [295.0, 350.0, 220.0, 130.0], "muge": [150.0, 180.0, 110.0, 60.0]}
WEEK = {"cedillo": 7.0, "muge": 3.0}
CLIMATOLOGY = (np.datetime64("1945-10-01"), np.datetime64("2007-10-01"))


def enough(present, expected):
    return (expected > 0) & (expected - present <= ALLOWED_MISSING * expected + 1e-9)


def by(days, key):
    """Sum, days present and days approved of each series by basin and period."""
    grouped = days.groupby(["basin", key], sort=True)
    return grouped.agg(
        cedillo=("cedillo", "sum"), muge=("muge", "sum"), rain=("rain", "sum"),
        n_cedillo=("cedillo", "count"), n_muge=("muge", "count"), n_rain=("rain", "count"),
        good_cedillo=("good_cedillo", "sum"), good_muge=("good_muge", "sum"),
    )


def month_start(number):
    """First day of a month counted from year 0."""
    return (np.asarray(number) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def ratio(sums, after, months):
    """Share of the mean of the complete years of the climatology; NaN where too little is known.

    `after` is the month that follows the last one of each sum."""
    first, end = month_start(after - months), month_start(after)
    expected = (end - first).astype(int)
    known = enough(sums["n_rain"], expected) & (end <= KNOWN_BEFORE)
    value = (sums["rain"] * expected / sums["n_rain"]).where(known)
    inside = (first >= CLIMATOLOGY[0]) & (end <= CLIMATOLOGY[1])
    season = [sums.index.get_level_values("basin"), after % 12]
    return value / value.where(inside).groupby(season).transform("mean")


def below(share, limit):
    """True, False or unknown."""
    return (share < limit).astype("boolean").mask(share.isna())


def account(rows, section, target, met, label):
    expected, present = rows["known"], rows[f"n_{section}"]
    mean = rows[section] / present
    delivered = (mean * expected * HM3).where(enough(present, expected))
    balance = delivered - target
    final = (rows[f"good_{section}"] == rows["whole"]) & met.notna()
    status = np.select([met.fillna(False), balance.isna(), final], ["exempt", "not_assessable", "final"], "provisional")
    return pd.DataFrame({
        "label": label, "entitlement": target, "delivered": delivered, "balance": balance,
        "present": present, "expected": expected, "status": status, "met": met,
    })


def lengths(first, end):
    """Days of a period, and those that something can be known of."""
    return (end - first).astype(int), (np.minimum(end, KNOWN_BEFORE) - first).astype(int)


def ledger(table):
    days = pd.DataFrame({
        "basin": table["basin"], "cedillo": table["cedillo"], "muge": table["muge"] - table["cedillo"],
        "rain": 0.5 * table["caceres"] + 0.5 * table["madrid_retiro"],
    })
    days["good_cedillo"] = table["approved"] & days["cedillo"].notna()
    days["good_muge"] = table["approved"] & days["muge"].notna()
    date = table["date"].dt
    days["month"] = (date.year * 12 + date.month - 1).astype(np.int32)
    # Weeks begin on Monday; 1 January 1970 was a Thursday.
    ordinal = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    days["week"] = ((ordinal + 3) // 7).astype(np.int32)

    monthly = by(days, "month")
    month = monthly.index.get_level_values("month")
    weekly = by(days, "week")

    # The hydrological year begins in October, a quarter of it every three months.
    monthly["year"] = (month + 3) // 12
    monthly["quarter"] = (month + 3) // 3
    yearly = monthly.drop(columns="quarter").groupby(["basin", "year"]).sum()
    quarterly = monthly.drop(columns="year").groupby(["basin", "quarter"]).sum()

    # Exception of the year: rain from October to March, and that of the year before.
    year = yearly.index.get_level_values("year")
    winter = monthly[(month + 3) % 12 < 6].groupby(["basin", "year"]).sum()
    winter = winter.reindex(yearly.index)
    half = ratio(winter, (year * 12 - 3 + 6).to_numpy(), 6)
    before = ratio(yearly, (year * 12 - 3 + 12).to_numpy(), 12).groupby(level="basin").shift(1)
    off_year = below(half, 0.60) | (below(half, 0.70) & below(before, 0.80))

    # Exception of the quarter and its weeks: rain of the six months before its third month.
    rolling = monthly[["rain", "n_rain"]].groupby(level="basin").rolling(6, min_periods=1).sum().droplevel(0)
    ends = rolling[(month + 3) % 3 == 1]
    quarter_of = (ends.index.get_level_values("month") + 3) // 3
    ends.index = pd.MultiIndex.from_arrays([ends.index.get_level_values("basin"), quarter_of], names=["basin", "quarter"])
    ends = ends.reindex(quarterly.index)
    quarter = quarterly.index.get_level_values("quarter")
    share = ratio(ends, (quarter * 3 - 3 + 2).to_numpy(), 6)
    off_quarter = below(share, 0.60)

    # Calendars.
    yearly["whole"], yearly["known"] = lengths(month_start(year * 12 - 3), month_start(year * 12 + 9))
    quarterly["whole"], quarterly["known"] = lengths(month_start(quarter * 3 - 3), month_start(quarter * 3))
    week = weekly.index.get_level_values("week")
    numbers = np.arange(week.min(), week.max() + 1)
    mondays = pd.to_datetime(numbers * 7 - 3, unit="D")
    monday = mondays.to_numpy().astype("datetime64[D]")[week - numbers[0]]
    weekly["whole"], weekly["known"] = lengths(monday, monday + 7)

    def names(numbers, text):
        low = numbers.min()
        texts = [text(n) for n in range(low, numbers.max() + 1)]
        return pd.Categorical.from_codes(numbers - low, texts)

    year_label = names(year, lambda n: f"{n - 1}/{n % 100:02}")
    quarter_label = names(quarter, lambda n: f"{n // 4 - 1}/{n // 4 % 100:02} Q{n % 4 + 1}")
    iso = mondays.isocalendar()
    texts = [f"{y}-W{w:02}" for y, w in zip(iso["year"], iso["week"])]
    week_label = pd.Categorical.from_codes(week - numbers[0], texts)

    # A week goes by the quarter in which it begins.
    quarter_of_week = ((mondays.year * 12 + mondays.month - 1 + 3) // 3)[week - numbers[0]]
    key = pd.MultiIndex.from_arrays([weekly.index.get_level_values("basin"), quarter_of_week])
    off_week = pd.Series(off_quarter.reindex(key).to_numpy(), index=weekly.index, dtype="boolean")

    targets = {name: np.array(QUARTER[name])[quarter % 4] for name in QUARTER}
    rules = {
        "cedillo_year": account(yearly, "cedillo", YEAR["cedillo"], off_year, year_label),
        "cedillo_quarter": account(quarterly, "cedillo", targets["cedillo"], off_quarter, quarter_label),
        "cedillo_week": account(weekly, "cedillo", WEEK["cedillo"], off_week, week_label),
        "muge_year": account(yearly, "muge", YEAR["muge"], off_year, year_label),
        "muge_quarter": account(quarterly, "muge", targets["muge"], off_quarter, quarter_label),
        "muge_week": account(weekly, "muge", WEEK["muge"], off_week, week_label),
    }
    return rules


frame = tidy(["cedillo", "muge", "caceres", "madrid_retiro"])
KNOWN_BEFORE = frame["date"].iloc[-1].to_numpy().astype("datetime64[D]") + 1
with Clock() as clock:
    ledgers = ledger(frame)
figures = {name: sums(rows) for name, rows in ledgers.items()}
figures["fired"] = [0, 0, 0, 0, 0.0, 0.0, 0.0]
say("pandas", clock, figures)
