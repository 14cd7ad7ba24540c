"""Ganges 1996 in pandas: shares by the formula and the proviso, two ledgers, consultations."""

import numpy as np
import pandas as pd
from common import Clock, say, sums, tidy

CUSEC = 0.028316846592
ALLOWED_MISSING = 0.1
INDICATIVE = [
    (40000, 67516), (40000, 57673), (40000, 50154), (40000, 46323), (40000, 42859), (40000, 39106),
    (39419, 35000), (33931, 35000), (35000, 29688), (28180, 35000), (35000, 27633), (25992, 35000),
    (35000, 32351), (38590, 35000), (40000, 41854),
]
# Periods of the year in which a party is sure of 35,000.
SURE_BD, SURE_IN = [7, 9, 11], [8, 10, 12]


def ledger(days):
    season = days[days["date"].dt.month <= 5]
    date = season["date"].dt
    third = np.minimum((date.day - 1) // 10, 2)
    period = (date.year * 15 + (date.month - 1) * 3 + third).astype(np.int32)
    flow = season[["below_barrage", "feeder_canal", "nav_lock"]].to_numpy() / CUSEC
    table = pd.DataFrame({
        "basin": season["basin"].to_numpy(),
        "period": period.to_numpy(),
        "below": flow[:, 0],
        "total": flow.sum(axis=1),
        "good_below": season["approved"].to_numpy() & ~np.isnan(flow[:, 0]),
        "good_total": season["approved"].to_numpy() & ~np.isnan(flow).any(axis=1),
    })
    grouped = table.groupby(["basin", "period"], sort=True)
    rows = grouped.agg(
        below=("below", "mean"), total=("total", "mean"),
        n_below=("below", "count"), n_total=("total", "count"), expected=("below", "size"),
        good_below=("good_below", "sum"), good_total=("good_total", "sum"),
    ).reset_index()

    # Calendar of the periods, once for all basins.
    part = rows["period"].to_numpy() % 15
    numbers = np.arange(rows["period"].min(), rows["period"].max() + 1)
    year, month, third = numbers // 15, numbers % 15 // 3 + 1, numbers % 3
    labels = pd.Series([f"{y}-{m:02}/{t + 1}" for y, m, t in zip(year, month, third)], index=numbers)
    rows["label"] = pd.Categorical.from_codes(rows["period"] - numbers[0], labels)

    def enough(present):
        return rows["expected"] - present <= ALLOWED_MISSING * rows["expected"] + 1e-9

    q = rows["total"].where(enough(rows["n_total"]))
    india = np.select([q <= 70000, q < 75000, q >= 75000], [q / 2, q - 35000, 40000.0], np.nan)
    sure_bd, sure_in = np.isin(part, SURE_BD), np.isin(part, SURE_IN)
    floor = np.minimum(35000.0, q)
    bangladesh = q - india
    bangladesh = np.where(sure_bd, np.maximum(bangladesh, floor), bangladesh)
    india = np.where(sure_bd, q - bangladesh, india)
    india = np.where(sure_in, np.maximum(india, floor), india)
    bangladesh = np.where(sure_in, q - india, bangladesh)
    shares = pd.DataFrame({"basin": rows["basin"], "label": rows["label"], "IN": india, "BD": bangladesh})
    consultations = shares.assign(flow=q)[q < 50000]

    delivered = rows["below"].where(enough(rows["n_below"]))
    final_below = rows["good_below"] == rows["expected"]
    final_total = final_below & (rows["good_total"] == rows["expected"])
    indicative = np.array(INDICATIVE, dtype=float)[part]

    def account(due, final, present):
        balance = delivered - due
        status = np.select([balance.isna(), final], ["not_assessable", "final"], "provisional")
        return pd.DataFrame({
            "basin": rows["basin"], "label": rows["label"], "entitlement": due, "delivered": delivered,
            "balance": balance, "present": present, "expected": rows["expected"],
            "status": status,
        })

    worse = np.minimum(rows["n_below"], rows["n_total"])
    return {
        "bd_formula": account(bangladesh, final_total, worse),
        "bd_indicative": account(indicative[:, 1], final_below, rows["n_below"]),
    }, shares, consultations


table = tidy(["below_barrage", "feeder_canal", "nav_lock"])
with Clock() as clock:
    ledgers, shares, consultations = ledger(table)
figures = {name: sums(rows) for name, rows in ledgers.items()}
figures["fired"] = [len(consultations), 0, 0, 0, 0.0, 0.0, 0.0]
say("pandas", clock, figures)
