"""Ganges 1996 in SQL: shares by the formula and the proviso, two ledgers, consultations."""

import duckdb
from common import Clock, say, sums, tidy

INDICATIVE = """(0, 40000, 67516), (1, 40000, 57673), (2, 40000, 50154), (3, 40000, 46323), (4, 40000, 42859),
(5, 40000, 39106), (6, 39419, 35000), (7, 33931, 35000), (8, 35000, 29688), (9, 28180, 35000),
(10, 35000, 27633), (11, 25992, 35000), (12, 35000, 32351), (13, 38590, 35000), (14, 40000, 41854)"""

SHARES = """
create table shares as
with season as (
  select basin, approved, below_barrage / 0.028316846592 as below,
         (below_barrage + feeder_canal + nav_lock) / 0.028316846592 as total,
         year(date) * 15 + (month(date) - 1) * 3 + least((day(date) - 1) // 10, 2) as period
  from days where month(date) <= 5
), periods as (
  select basin, period, avg(below) as below, avg(total) as total, count(below) as n_below,
         count(total) as n_total, count(*) as expected,
         count(below) filter (approved) as good_below, count(total) filter (approved) as good_total
  from season group by all
), flows as (
  select *, period % 15 as part,
         case when expected - n_total <= 0.1 * expected + 1e-9 then total end as q,
         case when expected - n_below <= 0.1 * expected + 1e-9 then below end as delivered
  from periods
), formula as (
  select *, case when q <= 70000 then q / 2 when q < 75000 then q - 35000 when q >= 75000 then 40000.0 end as india
  from flows
)
select basin, period, part, q, delivered, n_below, n_total, expected, good_below, good_total,
       printf('%d-%02d/%d', period // 15, part // 3 + 1, part % 3 + 1) as label,
       case when q is null then null
            when part in (7, 9, 11) then q - greatest(q - india, least(35000, q))
            when part in (8, 10, 12) then greatest(india, least(35000, q)) else india end as share_in,
       q - share_in as share_bd
from formula
"""

LEDGER = f"""
create table ledger as
with indicative(part, "IN", "BD") as (values {INDICATIVE}), rows as (
  select 'bd_formula' as rule, basin, period, label, share_bd as entitlement, delivered,
         least(n_below, n_total) as present, expected,
         good_below = expected and good_total = expected as good
  from shares
  union all
  select 'bd_indicative', basin, period, label, "BD", delivered, n_below, expected, good_below = expected
  from shares join indicative using (part)
)
select *, delivered - entitlement as balance,
       case when delivered is null or entitlement is null then 'not_assessable' when good then 'final'
            else 'provisional' end as status
from rows order by rule, basin, period
"""

connection = duckdb.connect()
frame = tidy(["below_barrage", "feeder_canal", "nav_lock"])
stations = ", ".join(f"case when isnan({s}) then null else {s} end as {s}"
                     for s in ["below_barrage", "feeder_canal", "nav_lock"])
connection.execute(f"create table days as select basin, date::date as date, approved, {stations} from frame")
with Clock() as clock:
    connection.execute(SHARES)
    connection.execute(LEDGER)
    connection.execute("create table consultations as select basin, label, q from shares where q < 50000")
ledger = connection.execute("select * from ledger").df()
figures = {name: sums(rows) for name, rows in ledger.groupby("rule")}
fired = connection.execute("select count(*) from consultations").fetchone()[0]
figures["fired"] = [fired, 0, 0, 0, 0.0, 0.0, 0.0]
say("duckdb", clock, figures)
