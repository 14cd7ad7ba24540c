"""From the files of readings to two tables, in SQL."""

import os
import resource
import sys

import duckdb

FILES, TABLES = sys.argv[1], sys.argv[2]

READ = f"""
create table flows as
select regexp_extract(filename, '([^/]+)[.]csv$', 1) as id, stamp - interval 1 hour as stamp, flow
from read_csv('{FILES}/b/*.csv', skip=8, header=true, delim=';', decimal_separator=',', encoding='latin-1',
    auto_detect=false, filename=true, new_line='\\r\\n', nullstr=['-777,0', '---', ''],
    timestampformat='%d.%m.%Y %H:%M',
    columns={{'stamp': 'TIMESTAMP', 'stage': 'DOUBLE', 'flow': 'DOUBLE', 'flag': 'VARCHAR'}});
create table rains as
select * from read_csv('{FILES}/r/*.csv', header=true, delim=',', auto_detect=false,
    columns={{'id': 'VARCHAR', 'stamp': 'TIMESTAMP', 'rain': 'DOUBLE', 'flag': 'VARCHAR'}});
create table days as
select * from read_csv('{FILES}/d_all.csv', header=true, delim=',', auto_detect=false,
    columns={{'id': 'VARCHAR', 'date': 'DATE', 'flow': 'DOUBLE', 'rain': 'DOUBLE', 'flag': 'VARCHAR'}});
"""

GAUGES = """
create table means as
select id, stamp::date as day, sum(mean * span) / sum(span) as flow
from (select id, stamp, epoch(lead(stamp) over gauges) - epoch(stamp) as span,
             (flow + lead(flow) over gauges) / 2 as mean
      from flows window gauges as (partition by id order by stamp))
where span <= 3600 and mean is not null
group by all having sum(span) >= 0.8 * 86400;

create table table40 as
with counts as (select id, count(*) as n, count(*) - count(flow) as n_missing from flows group by id),
     figures as (select id, avg(flow) as "MQ", min(flow) as "NQ", max(flow) as "HQ",
                        quantile_cont(flow, [0.05, 0.5, 0.95]) as q, sum(flow) * 86400 / 1e6 as volume_hm3
                 from means group by id),
     sums as (select id, sum(rain) over (partition by id order by stamp
                     range between interval 86399 seconds preceding and current row) as total from rains),
     greatest_rains as (select id, max(total) as max_r24 from sums group by id)
select id, n, n_missing, "MQ", "NQ", "HQ", q[1] as "Q05", q[2] as "Q50", q[3] as "Q95", volume_hm3, max_r24
from counts join figures using (id) join greatest_rains using (id) order by id;
"""

STATIONS = """
create table years as
with weeks as (select id, date, flow, case when count(flow) over week = 7 then avg(flow) over week end as low
               from days window week as (partition by id order by date rows 6 preceding))
select id, year(date + interval 3 month) as year, max(flow) as flow, count(flow) as n, min(low) as low
from weeks group by all having n > 330;

create table table200 as
with ranked as (select id, flow, low, row_number() over (partition by id order by flow) - 1 as rank,
                       count(*) over (partition by id) as n from years),
     weighted as (select id, any_value(n) as years, avg(flow) as b0, sum(flow * rank) / any_value(n * (n - 1)) as b1,
                         sum(flow * rank * (rank - 1)) / any_value(n * (n - 1) * (n - 2)) as b2, avg(low) as "MAM7"
                  from ranked group by id),
     moments as (select *, 2 * b1 - b0 as l2, (6 * b2 - 6 * b1 + b0) / (2 * b1 - b0) as skew from weighted),
     starts as (select *, 2 / (3 + skew) - ln(2) / ln(3) as c from moments),
     shapes as (select *, 7.8590 * c + 2.9554 * c * c as k from starts),
     spreads as (select *, gamma(1 + k) as g, l2 * k / ((1 - pow(2, -k)) * gamma(1 + k)) as spread from shapes),
     highs as (select id, quantile_cont(flow, 0.95) as "Q95" from days group by id)
select id, years, b0 + spread / k * (g - pow(-ln(0.9), k)) as "HQ10",
       b0 + spread / k * (g - pow(-ln(0.99), k)) as "HQ100", "MAM7", "Q95"
from spreads join highs using (id) order by id;
"""

connection = duckdb.connect()
os.makedirs(TABLES, exist_ok=True)
for step in (READ, GAUGES, STATIONS):
    connection.execute(step)
for table in ("table40", "table200"):
    connection.execute(f"copy {table} to '{TABLES}/{table}.csv'")
gauges = connection.execute('select count(*), sum("MQ"), sum("Q50"), sum("HQ"), sum(max_r24) from table40').fetchone()
stations = connection.execute('select count(*), sum("HQ100"), sum("MAM7") from table200').fetchone()
print("RSS_MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print("CHECK {} {:.2f} {:.2f} {:.1f} {:.1f} {} {:.0f} {:.1f}".format(*gauges, *stations))
