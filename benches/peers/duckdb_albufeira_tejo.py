"""Albufeira, Tejo in SQL: minima by year, quarter and week at two sections, and the two exceptions for rain."""

import duckdb
from common import Clock, say, sums, tidy

STEPS = """
create macro enough(present, expected) as expected > 0 and expected - present <= 0.1 * expected + 1e-9;

create table daily as
select basin, date, approved, cedillo, muge - cedillo as muge, 0.5 * caceres + 0.5 * madrid_retiro as rain
from days;

create table monthly as
select basin, date_trunc('month', date)::date as month,
       sum(cedillo) as cedillo, sum(muge) as muge, sum(rain) as rain,
       count(cedillo) as n_cedillo, count(muge) as n_muge, count(rain) as n_rain,
       count(cedillo) filter (approved) as good_cedillo, count(muge) filter (approved) as good_muge
from daily group by all;

-- Windows of rain: the six months to 1 April, the hydrological year, the six months to a quarter's third month.
create table spans as
with years as (select (make_date(y::int, 10, 1)) as first from range(1964, 2025) r(y)),
quarters as (select (first + interval (3 * q) month)::date as first from years, range(0, 4) r(q))
select 'winter' as kind, first as period, first as begins, (first + interval 6 month)::date as ends, 1 as season from years
union all
select 'year', first, first, (first + interval 12 month)::date, 1 from years
union all
select 'quarter', first, (first - interval 4 month)::date, (first + interval 2 month)::date, month(first) from quarters;

create table wet as
with summed as (
  select kind, period, season, basin, begins, ends, sum(rain) as rain, sum(n_rain) as present, ends - begins as expected
  from spans join monthly on month >= begins and month < ends group by all
), valued as (
  select *, case when enough(present, expected) and ends <= (select max(date) + 1 from days)
                 then rain * expected / present end as value
  from summed
), means as (
  select basin, kind, season, avg(value) as mean from valued
  where begins >= date '1945-10-01' and ends <= date '2007-10-01' group by all
)
select kind, period, basin, value / mean as share from valued join means using (basin, kind, season);

create table off as
select 'year' as kind, w.period, w.basin, w.share < 0.60 or (w.share < 0.70 and b.share < 0.80) as met
from wet w left join wet b
  on b.kind = 'year' and b.basin = w.basin and b.period = (w.period - interval 1 year)::date
where w.kind = 'winter'
union all
select 'quarter', period, basin, share < 0.60 from wet where kind = 'quarter';

create table periods as
with months as (
  select *, (date_trunc('year', month + interval 3 month) - interval 3 month)::date as year,
         date_trunc('quarter', month)::date as quarter
  from monthly
), weeks as (
  select basin, date_trunc('week', date)::date as week, sum(cedillo) as cedillo, count(cedillo) as n_cedillo,
         count(cedillo) filter (approved) as good_cedillo, sum(muge) as muge, count(muge) as n_muge,
         count(muge) filter (approved) as good_muge
  from daily group by all
), volumes as (
  select 'cedillo_year' as rule, 'year' as kind, basin, year as first, (year + interval 1 year)::date as next,
         sum(cedillo) as flow, sum(n_cedillo) as present, sum(good_cedillo) as good, 2700 as target
  from months group by all
  union all
  select 'muge_year', 'year', basin, year, (year + interval 1 year)::date, sum(muge), sum(n_muge), sum(good_muge), 1300
  from months group by all
  union all
  select 'cedillo_quarter', 'quarter', basin, quarter, (quarter + interval 3 month)::date, sum(cedillo),
         sum(n_cedillo), sum(good_cedillo), case month(quarter) when 10 then 295 when 1 then 350 when 4 then 220 else 130 end
  from months group by all
  union all
  select 'muge_quarter', 'quarter', basin, quarter, (quarter + interval 3 month)::date, sum(muge),
         sum(n_muge), sum(good_muge), case month(quarter) when 10 then 150 when 1 then 180 when 4 then 110 else 60 end
  from months group by all
  union all
  select 'cedillo_week', 'quarter', basin, week, week + 7, cedillo, n_cedillo, good_cedillo, 7 from weeks
  union all
  select 'muge_week', 'quarter', basin, week, week + 7, muge, n_muge, good_muge, 3 from weeks
)
select *, next - first as whole, least(next, (select max(date) + 1 from days)) - first as expected from volumes;

create table ledger as
with rows as (
  select p.*, case when enough(present, expected) then flow / present * expected * 0.0864 end as delivered, met
  from periods p left join off
    on off.kind = p.kind and off.basin = p.basin
   and off.period = case when p.rule like '%week' then date_trunc('quarter', first)::date else first end
)
select rule, basin, first, next - 1 as last,
       case when rule like '%year' then printf('%d/%02d', year(first), year(next) % 100)
            when rule like '%quarter' then printf('%d/%02d Q%d', year(first + interval 3 month) - 1,
                 year(first + interval 3 month) % 100, quarter(first + interval 3 month))
            else strftime(first, '%G-W%V') end as label,
       target as entitlement, delivered, delivered - target as balance, present, expected, met,
       case when met then 'exempt' when delivered is null then 'not_assessable'
            when good = whole and met is not null then 'final' else 'provisional' end as status
from rows order by rule, basin, first;
"""

STATIONS = ["cedillo", "muge", "caceres", "madrid_retiro"]

connection = duckdb.connect()
frame = tidy(STATIONS)
stations = ", ".join(f"case when isnan({s}) then null else {s} end as {s}" for s in STATIONS)
connection.execute(f"create table days as select basin, date::date as date, approved, {stations} from frame")
with Clock() as clock:
    connection.execute(STEPS)
ledger = connection.execute("select * from ledger").df()
figures = {name: sums(rows) for name, rows in ledger.groupby("rule")}
figures["fired"] = [0, 0, 0, 0, 0.0, 0.0, 0.0]
say("duckdb", clock, figures)
