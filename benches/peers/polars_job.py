"""From the files of readings to two tables, with polars."""

import math
import os
import resource
import sys
from pathlib import Path

import numpy as np
import polars as pl

FILES, TABLES = Path(sys.argv[1]), Path(sys.argv[2])
QUARTER_FORM, RAIN_FORM = "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ"
STAMP, FLOW = pl.col("stamp"), pl.col("flow")


def read_flow(path):
    """Number of the station, and its readings in UTC."""
    with open(path, encoding="latin-1") as lines:
        number = next(line for line in lines if line.startswith("# Messstellennummer:"))
    readings = pl.read_csv(
        path, separator=";", decimal_comma=True, encoding="iso-8859-1", skip_lines=9, has_header=False,
        null_values=["-777,0", "---"],
        schema={"stamp": pl.String, "stage": pl.Float64, "flow": pl.Float64, "flag": pl.String})
    stamp = STAMP.str.to_datetime(QUARTER_FORM, time_unit="us") - pl.duration(hours=1)
    return number.split(":")[1].strip(), readings.with_columns(stamp)


def day_means(readings):
    span = (STAMP.shift(-1) - STAMP).dt.total_seconds()
    days = (readings.lazy()
            .with_columns(span=span, mean=(FLOW + FLOW.shift(-1)) / 2)
            .filter(pl.col("span") <= 3600, pl.col("mean").is_not_null())
            .group_by(STAMP.dt.truncate("1d"))
            .agg(area=(pl.col("mean") * pl.col("span")).sum(), covered=pl.col("span").sum())
            .filter(pl.col("covered") >= 0.8 * 86400)
            .select(mean=pl.col("area") / pl.col("covered")))
    return days.collect(engine="streaming")["mean"]


def greatest_rain(path):
    schema = {"station_id": pl.String, "timestamp": pl.String, "rain_mm": pl.Float64, "flag": pl.String}
    stamp = pl.col("timestamp").str.to_datetime(RAIN_FORM, time_unit="us")
    readings = pl.scan_csv(path, schema=schema).with_columns(stamp).collect(engine="streaming")
    return readings.select(pl.col("rain_mm").rolling_sum_by("timestamp", "24h").max()).item()


def gauge(path):
    number, readings = read_flow(path)
    days = day_means(readings)
    quantiles = [days.quantile(p, "linear") for p in (0.05, 0.5, 0.95)]
    return (number, len(readings), readings["flow"].null_count(), days.mean(), days.min(), days.max(), *quantiles,
            days.sum() * 86400 / 1e6, greatest_rain(FILES / "r" / path.name))


def floods(sample, probabilities):
    """Quantiles of the GEV by L-moments, with Hosking's approximation of its shape."""
    n, rank = len(sample), np.arange(len(sample))
    b0 = sample.mean()
    b1 = (sample * rank).sum() / (n * (n - 1))
    b2 = (sample * rank * (rank - 1)).sum() / (n * (n - 1) * (n - 2))
    scale, third = 2 * b1 - b0, 6 * b2 - 6 * b1 + b0
    c = 2 / (3 + third / scale) - math.log(2) / math.log(3)
    shape = 7.8590 * c + 2.9554 * c * c
    g = math.gamma(1 + shape)
    spread = scale * shape / ((1 - 2.0 ** -shape) * g)
    return [b0 + spread / shape * (g - (-math.log(p)) ** shape) for p in probabilities]


def daily_stations():
    schema = {"station_id": pl.String, "date": pl.Date, "discharge_m3s": pl.Float64, "precip_mm": pl.Float64,
              "flag": pl.String}
    days = pl.scan_csv(FILES / "d_all.csv", schema=schema).collect(engine="streaming")
    days = days.rename({"station_id": "id", "discharge_m3s": "flow"})
    date = pl.col("date")
    years = (days.lazy()
             .with_columns(year=date.dt.year() + (date.dt.month() >= 10), week=FLOW.rolling_mean(7).over("id"))
             .group_by("id", "year").agg(FLOW.max(), n=FLOW.count(), week=pl.col("week").min())
             .filter(pl.col("n") > 330)
             .group_by("id").agg(FLOW.sort(), pl.col("week").mean())
             .join(days.lazy().group_by("id").agg(high=FLOW.quantile(0.95, "linear")), on="id")
             .sort("id")).collect(engine="streaming")
    return [(id_, len(sample), *floods(np.array(sample), (0.9, 0.99)), week, high)
            for id_, sample, week, high in years.iter_rows()]


os.makedirs(TABLES, exist_ok=True)
gauges = pl.DataFrame([gauge(path) for path in sorted((FILES / "b").glob("*.csv"))], orient="row", schema=[
    "id", "n", "n_missing", "MQ", "NQ", "HQ", "Q05", "Q50", "Q95", "volume_hm3", "max_r24"])
gauges.write_csv(TABLES / "table40.csv")
stations = pl.DataFrame(daily_stations(), orient="row", schema=["id", "years", "HQ10", "HQ100", "MAM7", "Q95"])
stations.write_csv(TABLES / "table200.csv")
total = gauges.sum()
print("RSS_MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print(f"CHECK {len(gauges)} {total['MQ'][0]:.2f} {total['Q50'][0]:.2f} {total['HQ'][0]:.1f} {total['max_r24'][0]:.1f}"
      f" {len(stations)} {stations['HQ100'].sum():.0f} {stations['MAM7'].sum():.1f}")
