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

# Commands: short words for a button, one sentence for its tooltip
command-week = 7 d
command-week-tip = The last seven days
command-month = 30 d
command-month-tip = The last thirty days
command-water-year = Water year
command-water-year-tip = The running hydrological year
command-all = All
command-all-tip = The whole record
command-range = Period
command-range-tip = Show this period
command-station = Show
command-station-tip = Show or hide the lines of this station
command-explain = Explain
command-explain-tip = Show where this figure comes from
command-close-explanation = Close
command-close-explanation-tip = Close the explanation
command-twins = Both banks
command-twins-tip = Show what each side measures at a border gauge
command-theme = Dark
command-theme-tip = Light or dark
command-scales = Same scale
command-scales-tip = One scale for the same quantity in all states, or one for each plot
command-swap = Swap sides
command-swap-tip = Turn the order of the states round
command-language = Language
command-language-tip = Show everything in this language
command-present = Present
command-present-tip = Large type, lists hidden
command-maximise = Maximise
command-maximise-tip = Give this panel the whole window, or give it back
command-reset-layout = Reset layout
command-reset-layout-tip = Put all panels back where they were at first
command-export = Export…
command-export-tip = Save as PNG, SVG or PDF
command-copy = Copy
command-copy-tip = Copy as a picture
command-open = Open…
command-open-tip = Choose another basin
command-reload = Read again
command-reload-tip = Read the exports folder again

# Drawing
draw-km = km
draw-approved = approved
draw-provisional = provisional
draw-estimated = estimated
draw-as-of = as of
draw-no-reading = no reading
draw-late = late
draw-silent = silent
draw-board = Board
draw-allocation = Allocation
draw-overview = Overview
draw-ledger = Ledger
draw-delivered = delivered
draw-required = required to date
draw-balance = Balance
draw-explanation = Where this number comes from
draw-nothing = Nothing to report
draw-travel = travel time { $hours }
draw-nothing-to-draw = Nothing to draw in this period
draw-plot-of = { $title }, { $unit }
