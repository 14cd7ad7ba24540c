"""The indicators with numpy, one station after the other."""

import numpy as np
from records import (DAY, DAYS_OF_A_YEAR, LEAST_COVERED, LONGEST_GAP, PERCENTS, TASK, columns, flood, links, say)

TIME, VALUE, BEGIN = columns()
STATIONS = [slice(a, b) for a, b in zip(BEGIN[:-1], BEGIN[1:])]
LINKS = links()


def water_year(time):
    """Numbers of the years that begin in October."""
    return (time.astype("M8[s]").astype("M8[M]").astype(np.int64) + 3) // 12


def daily_means():
    days, total = 0, 0.0
    for rows in STATIONS:
        time, value = TIME[rows], VALUE[rows]
        span = np.diff(time)
        mean = (value[:-1] + value[1:]) / 2
        good = (span <= LONGEST_GAP) & ~np.isnan(mean)
        day = (time[:-1] // DAY - time[0] // DAY)[good]
        area = np.bincount(day, weights=(mean * span)[good])
        covered = np.bincount(day, weights=span[good])
        enough = covered >= LEAST_COVERED
        days += np.count_nonzero(enough)
        total += (area[enough] / covered[enough]).sum()
    return days, total


def rolling_sums():
    sums = []
    for rows in STATIONS:
        time = TIME[rows]
        upto = np.concatenate(([0.0], np.cumsum(np.nan_to_num(VALUE[rows]))))
        sums.append(upto[1:] - upto[np.searchsorted(time, time - DAY, side="right")])
    return sum(map(len, sums)), sum(it.sum() for it in sums), max(it.max() for it in sums)


def lagged_join():
    joined = []
    for station, upstream, lag in LINKS:
        present = ~np.isnan(VALUE[STATIONS[upstream]])
        time, value = TIME[STATIONS[upstream]][present], VALUE[STATIONS[upstream]][present]
        wanted = TIME[STATIONS[station]] - lag
        at = np.searchsorted(time, wanted, side="right") - 1
        found = np.maximum(at, 0)
        joined.append(np.where((at >= 0) & (wanted - time[found] <= LONGEST_GAP), value[found], np.nan))
    return (sum(map(len, joined)), sum(np.nansum(it) for it in joined),
            sum(np.count_nonzero(np.isnan(it)) for it in joined))


def flow_duration():
    curves = [np.nanpercentile(VALUE[rows], PERCENTS * 100) for rows in STATIONS]
    return len(curves), np.sum(curves)


def volumes():
    all_years = []
    for rows in STATIONS:
        year = water_year(TIME[rows])
        all_years.append(np.bincount(year - year[0], weights=np.nan_to_num(VALUE[rows])) * 900)
    return sum(map(len, all_years)), sum(it.sum() for it in all_years)


def maxima(rows):
    year, value = water_year(TIME[rows]), VALUE[rows]
    first = np.concatenate(([0], np.flatnonzero(np.diff(year)) + 1))
    present = ~np.isnan(value)
    count = np.add.reduceat(present, first, dtype=np.int64)
    return np.sort(np.maximum.reduceat(np.where(present, value, -np.inf), first)[count > DAYS_OF_A_YEAR])


def annual_maxima():
    floods = [flood(maxima(rows), 0.99) for rows in STATIONS]
    return len(floods), sum(floods)


def bootstrap():
    from scipy.special import gamma
    random, widths = np.random.default_rng(7), []
    for rows in STATIONS:
        sample = maxima(rows)
        drawn = np.sort(sample[random.integers(0, len(sample), (1000, len(sample)))], axis=-1)
        low, high = np.nanpercentile(flood(drawn, 0.99, gamma, np.power), [5, 95])
        widths.append(high - low)
    return len(widths), sum(widths)


say(globals()[TASK])
