"""What the peers of the indicators share: columns from files, the clock, the GEV, and the line of figures at the end."""

import json
import math
import resource
import sys
import time

import numpy as np

TASK, FOLDER = sys.argv[1], sys.argv[2]
# Each side does its work so often; the least CPU time counts.
TIMES = 3
LONGEST_GAP, DAY = 3600, 86400
LEAST_COVERED = 0.8 * DAY
DAYS_OF_A_YEAR = 330
PERCENTS = np.arange(1, 100) / 100
KIND = {"rolling_sums": "r", "annual_maxima": "d", "bootstrap": "d"}.get(TASK, "a")


def array(name):
    return np.load(f"{FOLDER}/{name}.npy")


def columns():
    """Seconds since 1970, values with NaN for missing, where each station begins."""
    return array(f"{KIND}_time"), array(f"{KIND}_value"), array(f"{KIND}_begin")


def name_of_station(number):
    """An id as agencies give them: a text."""
    return f"G-{number:04}"


def names_of_stations(begin):
    """The station of every row."""
    names = np.array([name_of_station(n) for n in range(len(begin) - 1)])
    return np.repeat(names, np.diff(begin))


def links():
    """For every station with one upstream: station, upstream, lag in seconds."""
    pairs = array("network").reshape(-1, 2)
    return [(n, int(up), int(lag) * 60) for n, (up, lag) in enumerate(pairs) if up >= 0]


def l_moments(ascending):
    """First three L-moments along the last axis of sorted samples."""
    n = ascending.shape[-1]
    rank = np.arange(n)
    b0 = ascending.mean(-1)
    b1 = (ascending * rank).sum(-1) / (n * (n - 1))
    b2 = (ascending * (rank * (rank - 1))).sum(-1) / (n * (n - 1) * (n - 2))
    return b0, 2 * b1 - b0, 6 * b2 - 6 * b1 + b0


def flood(ascending, probability, gamma=math.gamma, power=math.pow):
    """Quantile of the GEV by L-moments, with Hosking's approximation of its shape."""
    mean, scale, third = l_moments(ascending)
    c = 2 / (3 + third / scale) - math.log(2) / math.log(3)
    shape = 7.8590 * c + 2.9554 * c * c
    g = gamma(1 + shape)
    spread = scale * shape / ((1 - power(2.0, -shape)) * g)
    return mean + spread / shape * (g - power(-math.log(probability), shape))


def say(work):
    """Times the work and prints its figures."""
    least = math.inf
    for _ in range(TIMES):
        before = time.process_time()
        figures = work()
        least = min(least, time.process_time() - before)
    print(json.dumps({
        "cpu": least,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "figures": [float(figure) for figure in figures],
    }))
