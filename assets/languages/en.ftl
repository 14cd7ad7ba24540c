# English. One message a line; `{ $name }` is filled in by the program; `{ $n -> … }` chooses by the plural
# rules of the language. No Title Case, no full stop after one sentence, `…` where more is asked.
# Never: debt, guilty, wrong data, error for a disagreement, real-time.

# Numbers, dates, ages
number-group = ,
number-decimal = .
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
date = { $day } { $month } { $year }
date-day = { $day } { $month }
date-month = { $month } { $year }
age-minutes = { $n } min
age-hours = { $n } h
age-days = { $n } d
age-none = no reading
hours = { $n } h

# Header
header-as-of = as of { $time } UTC
header-clock = { $time } { $party }
header-archive = revision { $revision } · { $files ->
        [one] { $files } file
       *[other] { $files } files
    } · { $readings ->
        [one] { $readings } reading
       *[other] { $readings } readings
    }

# Where a gauge stands
standing-rank = level { $rank }
standing-below = below all levels
standing-last-seen-below = last seen below all levels
standing-unknown = unknown
standing-no-levels = no levels set
summary-above = { $above } of { $total ->
        [one] { $total } gauge
       *[other] { $total } gauges
    } above a warning level
summary-unknown = { $n } unknown
summary-late = { $n } late

# River line and stations
river-source = source
river-mouth = mouth
stations-title = Stations
kind-gauge = gauge
kind-rain = rain
kind-reservoir = reservoir
kind-canal = canal
rain-in-24-hours = { $rain } in 24 h

# Plots
rain = Rain
rain-per-hour = Rain per hour
rain-per-day = Rain per day
stage = Stage
stage-daily = Stage, daily
discharge = Discharge
discharge-daily = Discharge, daily means
storage = Storage
plot-title-at = { $what } at { $station }
twin-name = { $station } ({ $party })
plot-bad-readings = { $n ->
        [one] { $n } reading marked bad is not drawn
       *[other] { $n } readings marked bad are not drawn
    }
plot-empty-no-station = No station of this state is shown
plot-empty-rain = No rain reported in this period
plot-empty-stage = No stage reported in this period
plot-empty-discharge = No discharge reported in this period
plot-empty-storage = No storage reported in this period
