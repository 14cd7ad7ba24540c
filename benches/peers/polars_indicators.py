"""The indicators with polars expressions. Ids of stations are texts, kept as categories as a table from files has them."""

import numpy as np
import polars as pl
from records import (DAYS_OF_A_YEAR, LEAST_COVERED, LONGEST_GAP, PERCENTS, TASK, columns, flood, links,
                     name_of_station, names_of_stations, say)

TIME, VALUE, BEGIN = columns()
TABLE = pl.DataFrame({
    "station": pl.Series(names_of_stations(BEGIN)).cast(pl.Categorical),
    "time": pl.Series(TIME * 1000).cast(pl.Datetime("ms")),
    "value": pl.Series(VALUE, nan_to_null=True),
}).rechunk()
LINKS = pl.DataFrame([(name_of_station(n), name_of_station(up), lag) for n, up, lag in links()],
                     schema={"station": pl.String, "up": pl.String, "lag": pl.Int64}, orient="row")
ROWS = TABLE.lazy()
time, value = pl.col("time"), pl.col("value")


def daily_means():
    span = (time.shift(-1) - time).over("station").dt.total_seconds()
    mean = (value + value.shift(-1).over("station")) / 2
    days = (ROWS.with_columns(span=span, mean=mean)
            .filter(pl.col("span") <= LONGEST_GAP, pl.col("mean").is_not_null())
            .group_by("station", time.dt.truncate("1d"))
            .agg(area=(pl.col("mean") * pl.col("span")).sum(), covered=pl.col("span").sum())
            .filter(pl.col("covered") >= LEAST_COVERED)
            .select(pl.col("area") / pl.col("covered"))).collect()
    return len(days), days["area"].sum()


def rolling_sums():
    sums = ROWS.with_columns(sum=value.rolling_sum_by("time", "24h").over("station")).collect()["sum"]
    return len(sums), sums.sum(), sums.max()


def lagged_join():
    rows = ROWS.with_columns(pl.col("station").cast(pl.String))
    below = rows.join(LINKS.lazy(), on="station", maintain_order="left").with_columns(at=time - pl.duration(seconds="lag"))
    above = rows.filter(value.is_not_null()).select(up="station", at="time", above="value")
    joined = below.join_asof(above, on="at", by="up", tolerance="60m", check_sortedness=False).collect()["above"]
    return len(joined), joined.sum(), joined.null_count()


def flow_duration():
    # Sorted once a station and read off: an expression for each percentile would sort ninety-nine times.
    curves = ROWS.filter(value.is_not_null()).group_by("station").agg(value.sort()).collect()["value"]
    total = 0.0
    for curve in curves:
        total += np.interp(PERCENTS * (len(curve) - 1), np.arange(len(curve)), curve.to_numpy()).sum()
    return len(curves), total


def volumes():
    years = ROWS.group_by_dynamic("time", every="1y", offset="9mo", group_by="station").agg(value.sum() * 900)
    years = years.collect()
    return len(years), years["value"].sum()


def annual_maxima():
    year = time.dt.year() + (time.dt.month() >= 10)
    samples = (ROWS.group_by("station", year.alias("year")).agg(value.max(), count=value.count())
               .filter(pl.col("count") > DAYS_OF_A_YEAR)
               .group_by("station").agg(value.sort())).collect()["value"]
    floods = [flood(sample.to_numpy(), 0.99) for sample in samples]
    return len(floods), sum(floods)


say(globals()[TASK])
