"""What the peers share: the values as tables, the clock, and the line of figures at the end."""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

FOLDER, FIRST_YEAR, UNAPPROVED_FROM = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def tidy(stations):
    """One row a basin and day, a column a station; a missing value is NaN."""
    arrays = [np.load(f"{FOLDER}/{station}.npy") for station in stations]
    basins, days = arrays[0].shape
    dates = pd.date_range(f"{FIRST_YEAR}-01-01", periods=days, freq="D")
    table = {
        "basin": np.repeat(np.arange(basins, dtype=np.int16), days),
        "date": np.tile(dates.to_numpy(), basins),
        "approved": np.tile(dates.year.to_numpy() < UNAPPROVED_FROM, basins),
    }
    for station, values in zip(stations, arrays):
        table[station] = values.ravel()
    return pd.DataFrame(table)


class Clock:
    """CPU of all threads, and wall time."""

    def __enter__(self):
        self.before, self.begun = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_):
        self.cpu = time.process_time() - self.before
        self.wall = time.perf_counter() - self.begun


def sums(ledger):
    """Rows, rows with a balance, exempt, final, and the sums of entitlement, delivery and balance."""
    whole = ledger[ledger["balance"].notna()]
    return [
        len(ledger),
        len(whole),
        int((ledger["status"] == "exempt").sum()),
        int((ledger["status"] == "final").sum()),
        float(whole["entitlement"].sum()),
        float(whole["delivered"].sum()),
        float(whole["balance"].sum()),
    ]


def say(name, clock, figures):
    print(json.dumps({
        "name": name,
        "wall": clock.wall,
        "cpu": clock.cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "sums": figures,
    }))
