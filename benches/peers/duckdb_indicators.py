"""The indicators in SQL."""

import duckdb
import numpy as np
import pyarrow as pa
from records import (DAYS_OF_A_YEAR, LEAST_COVERED, LONGEST_GAP, PERCENTS, TASK, columns, flood, links,
                     name_of_station, names_of_stations, say)

TIME, VALUE, BEGIN = columns()
CONNECTION = duckdb.connect()
ARROW = pa.table({
    "station": pa.array(names_of_stations(BEGIN)),
    "time": pa.array(TIME).cast(pa.timestamp("s")),
    "value": pa.array(VALUE, from_pandas=True),
})
CONNECTION.execute("create table readings as select station, time::timestamp as time, value from ARROW")
CONNECTION.execute("create table links (station text, up text, lag int)")
CONNECTION.executemany("insert into links values (?, ?, ?)",
                       [(name_of_station(n), name_of_station(up), lag) for n, up, lag in links()])


def table(query):
    """Makes the result as a table, as the others hold theirs."""
    CONNECTION.execute(f"create or replace table result as {query}")


def figures(select):
    return CONNECTION.execute(f"select {select} from result").fetchone()


def daily_means():
    table(f"""
        select station, time::date as day, sum(mean * span) / sum(span) as mean
        from (select station, time, epoch(lead(time) over stations) - epoch(time) as span,
                     (value + lead(value) over stations) / 2 as mean
              from readings window stations as (partition by station order by time))
        where span <= {LONGEST_GAP} and mean is not null
        group by all having sum(span) >= {LEAST_COVERED}""")
    return figures("count(*), sum(mean)")


def rolling_sums():
    table("""
        select *, coalesce(sum(value) over (partition by station order by time
                           range between interval 86399 seconds preceding and current row), 0) as total
        from readings""")
    return figures("count(*), sum(total), max(total)")


def lagged_join():
    table(f"""
        with below as (select station, up, time - to_seconds(lag) as at from readings join links using (station)),
             above as (select station as up, time as at, value from readings where value is not null)
        select case when below.at - above.at <= to_seconds({LONGEST_GAP}) then value end as value
        from below asof left join above on below.up = above.up and below.at >= above.at""")
    return figures("count(*), sum(value), count(*) - count(value)")


def flow_duration():
    table(f"select station, quantile_cont(value, {list(map(float, PERCENTS))}) as curve from readings group by all")
    return figures("count(*), sum(list_sum(curve))")


def volumes():
    table("""select station, year(time + interval 3 month) as year, coalesce(sum(value), 0) * 900 as volume
             from readings group by all""")
    return figures("count(*), sum(volume)")


def annual_maxima():
    table(f"""
        select station, list(value order by value) as sample
        from (select station, year(time + interval 3 month) as year, max(value) as value, count(value) as n
              from readings group by all having n > {DAYS_OF_A_YEAR})
        group by station""")
    samples = CONNECTION.execute("select sample from result").fetchall()
    floods = [flood(np.array(sample), 0.99) for (sample,) in samples]
    return len(floods), sum(floods)


say(globals()[TASK])
