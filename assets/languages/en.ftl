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
header-exercise = EXERCISE · { $speed } times faster than the clock · nothing of this is happening
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
command-earlier = Earlier
command-earlier-tip = Move the period towards the past
command-later = Later
command-later-tip = Move the period towards the future
command-zoom-in = Zoom in
command-zoom-in-tip = Show half as long a period
command-zoom-out = Zoom out
command-zoom-out-tip = Show twice as long a period
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
command-export = Save picture…
command-export-tip = Save as PNG, SVG or PDF
command-copy = Copy picture
draw-copy-text = Copy text
command-copy-tip = Copy as a picture
command-open = Open basin…
command-open-tip = Choose another basin
command-reload = Read exports again
command-reload-tip = Read the exports folder again

# Drawing
draw-km = km
draw-approved = approved
draw-provisional = provisional
draw-estimated = estimated
draw-no-reading = no reading
draw-late = late
draw-silent = silent
draw-board = Board
draw-allocation = Allocation
draw-overview = Overview
draw-ledger = Ledger
draw-delivered = delivered
draw-required = due to date
draw-taken = taken
draw-at-most = at most to date
draw-balance = Balance
draw-explanation = Where this number comes from
draw-nothing = Nothing to report
draw-nothing-to-draw = Nothing to draw in this period
draw-plots-of = Plots of { $state }
draw-more = More…
draw-plot-of = { $state }: { $title }, { $unit }
# Allocation
allocation-no-agreement = No agreement is in force in this basin
allocation-no-rows = No accounting period touches the period that was evaluated
pace-delivered = Delivered { $delivered } of { $required-to-date } required to date (of { $required } by { $end })
pace-delivered-with-flow = Delivered { $delivered } of { $required-to-date } due to date; what is due by { $end } follows the flow
pace-delivered-mean = Delivered { $delivered } on average so far, of { $required } required
pace-taken = Taken { $delivered }; at most { $required } by { $end }, { $required-to-date } pro rata to date
pace-taken-mean = Taken { $delivered } on average so far, at most { $required }
pace-carried-in = { $carried } carried in
pace-needed-with-flow = if the flow stays as it was, { $pace } on average until { $end } deliver the rest
pace-needed = { $pace } on average until { $end } deliver the rest
pace-nothing-due = nothing more is due in this period
pace-exempt = Exempt; { $delivered } delivered so far
pace-not-assessable = Not assessable: { $present } of { $expected ->
        [one] { $expected } day has
       *[other] { $expected } days have
    } a value
condition = exception { $name }: { $facts }
condition-met = test met
condition-not-met = test not met
condition-not-assessable = test not assessable
condition-declared = declared
condition-not-declared = not declared
status-provisional = provisional
status-final = final
status-exempt = exempt
status-reset = reset
status-not-assessable = not assessable
ledger-reading = reading { $reading }
ledger-advisory = advisory
ledger-rule = Rule
ledger-article = Article
ledger-party = Party
ledger-period = Period
ledger-entitlement = Entitlement
ledger-delivered = Delivered
ledger-carried-in = Carried in
ledger-balance = Balance
ledger-status = Status
ledger-completeness = Completeness
statement-title = Statement of account
statement-period = periods that touch { $start } to { $end }
statement-days = First and last day
statement-carried-out = Carried out
statement-due = due to { $party }
statement-due-by = due to { $party } by { $by }
statement-doubt = wording known to { $percent } %
statement-clauses = Clauses behind these accounts, as the agreement files have them
statement-remarks = Remarks
completeness-days = { $present } of { $expected ->
        [one] { $expected } day
       *[other] { $expected } days
    }

# Board
board-warnings = Warnings
board-crests = Crests under way
crest-expected = crest expected { $time } UTC, in { $age }
crest-overdue = crest was expected { $time } UTC, { $age } ago; still rising
crest-passed = passed { $station } { $time } UTC, { $hours } of travel
crest-observed = { $hours } by the record
board-late = Late feeds
board-triggers = Triggers
board-findings = Findings
board-headline = { $what }: { $state }
age-ago = { $age } ago
rate-rising = rising { $rate } m/h
rate-falling = falling { $rate } m/h
reading-daily-mean = { $value } as a daily mean
rate-steady = steady
level-next = { $distance } below { $level }
last-reading = last reading { $time } UTC, { $age } ago
unknown-never-reported = nothing was ever reported
source-late = late
source-silent = silent
trigger-fired = called for
trigger-fired-before = last called for
trigger-detail = { $value } against a threshold of { $threshold }, { $period }
finding-many = { $cause }: { $n ->
        [one] { $n } finding
       *[other] { $n } findings
    }
finding-files = in { $n ->
        [one] { $n } file
       *[other] { $n } files
    }
finding-example = such as { $example }
cause-not-an-export = No export
cause-unrecognised = Not recognised
cause-bad-number = No number
cause-bad-time = No date or time
cause-bad-shape = Too few or too many fields
cause-bad-encoding = Bytes outside the encoding
cause-time-gap = Time that the clock skipped
cause-time-fold = Time that the clock showed twice
cause-duplicate = Same instant twice
cause-header-disagrees = Header and data disagree
cause-unknown-station = Station not in the basin
cause-unknown-unit = Unit not settled
cause-implausible = Outside what is possible
cause-sentinel = Looks like a code for no value
cause-flat-line = Unchanging for long
cause-spike = Sudden jump
cause-step = Change of level
cause-disagreement = Sources differ
cause-revised = Revised since
cause-late = Late
cause-fetch = Feed not fetched
cause-configuration = Entry to correct
cause-incomplete = Too little data
cause-storage = Not readable or writable
cause-account = Account
cause-pack = Data pack
cause-message = Warning message

# Window: work that runs beside it
app-task-open = Opening the basin
app-task-import = Reading exports
app-task-view = Drawing
app-task-explain = Looking up a figure
app-task-export = Writing the picture
app-task-copy = Copying
app-task-browse = Choosing a file
app-task-remember = Saving the layout
app-cancel = Cancel
app-cancelled = { $task }: cancelled
app-failed = { $task } was not possible
app-panicked = { $task } met a fault of this program
app-panicked-nothing-lost = Nothing was lost; what is shown stands as before

# Window: footer and cards
app-live = live
app-live-tip = The folders of exports are watched and the feeds polled
app-starting = starting
app-starting-tip = The basin is being opened
app-not-live = not live
app-note = Note
app-warning = Warning
app-error = Not done
app-close = Close
app-copied = Copied
app-exported = Picture written
app-imported = { $files ->
        [one] { $files } file
       *[other] { $files } files
    } read, { $kept ->
        [one] { $kept } reading
       *[other] { $kept } readings
    } kept
app-import-nothing-new = Nothing new in the folders of exports
app-basin-findings = The basin was opened with remarks
app-findings-on-board = { $n ->
        [one] { $n } finding
       *[other] { $n } findings
    }, listed on the board

# Window: questions
app-path = Path
app-browse = Browse…
app-not-opened = This basin cannot be opened
app-open-other = Open another basin…
app-open-title = Open a basin
app-open-text = A basin is a folder with a file basin.toml in it
app-open = Open
app-save-title = Save the picture
app-save-text = The ending of the name says what it becomes
app-save = Save
app-drop = Let go to take these files in
app-keep-title = Take these files in?
app-keep-text = A copy of each is kept in the folder of its source; the file itself stays where it is
app-keep = Take in
app-keep-where-it-is = read it where it is, keep no copy

# Window: keys
app-keys = Keys
app-keys-title = Keys
app-keys-present = Large type over the whole screen
app-keys-this = This list
app-keys-escape = Leave what lies on top: question, explanation, large panel, large type
app-keys-tab = Go to the next button or figure; Enter presses it

# Receipts
receipt-profile = read with the profile { $profile }
receipt-no-profile = not read
receipt-issued = exported { $time }
receipt-taken = taken in { $time } UTC
receipt-read = read
receipt-kept = kept
receipt-rejected = rejected
receipt-duplicate = given twice
receipt-ambiguous = at an ambiguous time
receipt-missing = without a value
receipt-of-series = Series of the file
receipt-against-archive = Against what was known before
receipt-findings = Findings
receipt-no-findings = Nothing to report
receipt-series = series
receipt-values = values read
receipt-least = smallest
receipt-most = largest
receipt-sum-read = sum read
receipt-sum-kept = sum kept
receipt-status = status
receipt-new = new
receipt-revised = revised
receipt-known = as before
receipt-withdrawn = withdrawn
receipt-absent = not repeated
receipt-change = largest change
receipt-not-taken = { $station } (not taken in)
receipt-at-line = { $value } · line { $line }
receipt-approved = { $n } approved
receipt-provisional = { $n } provisional
receipt-raw = { $n } raw
receipt-doubtful = of them { $n } doubtful
receipt-changed = { $old } → { $new } at { $time } UTC, line { $line }
receipt-note = Note
receipt-warning = Warning
receipt-error = Not taken in

# Window: receipts
app-receipts = Receipts
app-receipts-title = What became of every file
app-receipts-save = Save as CSV
app-receipts-none = No file was taken in yet
app-saved = Table written

# Preview of a file
preview-drafted = No profile knows it: this is how it was understood, from the file alone
preview-not-understood = No table of readings was found in it
preview-evidence = { $entry }: { $says } (line { $line })
preview-encoding = encoding { $value }
preview-line-end = line ends { $value }
preview-delimiter = delimiter { $value }
preview-decimal = decimal mark { $value }
preview-shape = shape { $value }
preview-time = time
preview-station = station
preview-station-name = name of the station
preview-parameter = what is measured
preview-unit = unit
preview-clock = clock
preview-flag = flag
preview-numbers = numbers
preview-not-read = not read
preview-rejected = rejected
preview-no-value = no value
preview-series = { $station }, { $quantity }, { $step }: { $n ->
        [one] { $n } value
       *[other] { $n } values
    } from { $first } to { $last } UTC, { $min } to { $max }
preview-ask-clock = Clock
preview-ask-stamp = What a stamp marks
preview-ask-decimal = Decimal mark
preview-ask-dates = Day and month
preview-ask-century = Years of two digits
preview-ask-year = Beginning of the year
preview-ask-quantity = What is measured
preview-ask-unit = Unit
preview-ask-day = Beginning of the day
preview-ask-missing = Code for no value
preview-ask-station = Station

# Window: a file that nobody knows
app-task-look = Looking at the file
app-add = Add a file…
app-add-title = Add a file
app-add-text = An export of any agency; nothing is taken in before you have seen it
app-add-look = Look at it
app-adopt-title = A new kind of export
app-adopt-title-known = An export without a source
app-adopt-questions = What only you can say
app-adopt-stations = Which station is it
app-adopt-not-ours = choose… (else not of this basin)
app-adopt-source = Whose export is it
app-adopt-new-source = a new source
app-adopt-party = State
app-adopt-agency = Agency
app-adopt-name = Name
app-adopt-evidence = Why it is understood so
app-adopt-first-bad = First place that is not understood
app-adopt-line = line
app-adopt-understood = understood as
app-adopt-as = UTC, SI
app-adopt-no-reading = no reading
app-adopt-may-stay = may stay open
app-adopt-choose = choose…
app-adopt-other = other
app-adopt-answer = Answer
app-adopt-change = change
app-adopt = Save the profile and take the file in
app-adopt-writes = Until then nothing is written; the next file of this kind is read without a question
app-adopt-reading = Reading…
app-adopt-lacks-answers = Answer the questions first
app-adopt-lacks-station = Choose the basin’s station for at least one of the stations
app-adopt-lacks-party = Choose the state whose export it is
app-adopt-lacks-name = Give it a name
app-receipts-show = Show on the plots
app-receipts-rejected = { $n } rejected
app-receipts-unread = not read
app-adopt-unnamed = the station of the file, which it does not name

# Allocation panel
draw-progress = Progress
draw-balances = Balances
draw-conditions = Exceptions
draw-terms = Terms
draw-pace-needed = pace needed, { $pace }
draw-past-years = as in each past year
draw-required-in-all = required in all: { $figure }
draw-at-most-in-all = at most in all: { $figure }
draw-outlook = Balance at the end, if the rest came as in each past year · { $unit }
command-overview = Overview
command-overview-tip = Running periods and balances side by side
command-ledger = Ledger
command-ledger-tip = Every period as a table, with its clause
command-progress = Progress
command-progress-tip = Delivered against required in one running period, and how it may end
command-balances = Balances
command-balances-tip = Balance of each party through all periods
command-conditions = Exceptions
command-conditions-tip = Tests of the exceptions, with their evidence
command-terms = Terms
command-terms-tip = Each term of a derived series by itself
command-save-ledger = Save as CSV
command-save-ledger-tip = Write the rows shown into ledger.csv in the basin's folder
ledger-agreement = Agreement
ledger-reading-heading = Reading
ledger-carried-out = Carried out
ledger-all = all
ledger-rows = { $shown } of { $total } rows
ledger-both-units = Both units
ledger-both-units-tip = Show a second unit beside the agreement's own, where there is room
ledger-show-all = Show all
ledger-sort-by = Sort by { $column }
clause-place = { $file }, line { $line }
clause-confidence = from memory, { $confidence }
clause-not-stated = not stated by the treaty
clause-not-enabled = not evaluated
clause-from-to = in force from { $from } until { $to }
clause-from = in force from { $from }
clause-to = in force until { $to }
clause-none = The file of the agreement has no clause of this name
balance-sign = Above zero: more was delivered than was due. Below zero: less.
balance-sign-maximum = Above zero: more was taken than the limit. Below zero: room that was left.
evidence-none = No exception of an agreement in force looks at these series
evidence-ratio = Reached { $value }, { $share } % of the mean of { $normal }; the threshold is { $threshold }
evidence-threshold = Reached { $value }; the threshold is { $threshold }
evidence-reached = reached
evidence-mean = mean over the years
evidence-asked = threshold
evidence-met = test met
evidence-declared = declared
evidence-within = Accumulated within { $period }
terms-none = No agreement in force derives a series from several terms
outlook-range = If the rest came as in each of { $years } past years, the balance would end between { $low } and { $high }
outlook-chance = { $chance } % of them close in balance
outlook-chance-within = { $chance } % of them stay within the limit
draw-compare = Compare
command-compare = Compare
command-compare-tip = A ledger beside what it would be with other data, another reading or another rule
command-study = Study
command-study-tip = Compute a ledger beside what it would be
app-task-study = Studying the ledger
study-dual = Whose data
study-dual-tip = The account from each side's data and from the agreed data
study-readings = Which reading
study-readings-tip = The account under each reading of the clauses
study-uncertainty = How certain
study-uncertainty-tip = The account within the measurement error
study-decides = Which gauge decides
study-decides-tip = Each station left out, each gap filled lowest and highest
study-effect = Proposed rule
study-effect-tip = All past periods under another number of a clause
study-running = Being computed…
study-nothing = This account has no period yet
study-verdict = Verdict
study-agreed = agreed data
study-as-written = as written
study-balance = balance
study-p05 = 5th percentile
study-p95 = 95th percentile
study-before = as it is
study-after = as proposed
study-change = Change
study-price = Price of the disagreement
study-difference = Difference
study-below-zero = Chance of below zero
study-data-disagree = no verdict: the data disagree
study-no-figure = no verdict: a side has no figure
study-readings-differ = the readings differ
study-no-common-verdict = no common verdict, or another than before
study-dual-sum = The same verdict from all data in { $verdicts } of { $periods } periods; figures differ in { $differing }; price of the disagreement { $price }
study-dual-instead = { $party } takes { $taken } in place of { $named }
study-differs = They differ from { $from } to { $to } ({ $periods ->
    [one] { $periods } period
   *[other] { $periods } periods
})
study-differs-never = They give the same figures on these data
study-samples = { $samples } samples from seed { $seed }; { $gaps } gaps filled from other years
study-error-stated = { $station }: ± { $percent } % at 95 %, stated
study-error-assumed = { $station }: ± { $percent } % at 95 %, assumed by the kind of station
study-effect-sum = { $changes } of { $periods } periods stand elsewhere than before; { $change } in all
study-decides-note = Largest effect on a balance, ranked
study-without = Without it a balance changes by up to { $size } ({ $period }); { $changes } balances stand elsewhere
study-gap = { $station }, gap from { $from } to { $to }
study-gap-range = Filled lowest and highest, a balance ranges over { $size } ({ $days } days; { $basis })
study-gap-same-days = from the same days of other years
study-gap-whole-record = from the whole record
standing-above = above what was due
standing-even = exactly what was due
standing-below-due = below what was due
standing-within-error = difference smaller than the measurement error
proposal-none = The clauses behind this account hold no number
proposal-value = proposed
proposal-as-it-is = as it is: { $value }
condition-named = { $name }: { $facts }
pace-carried-left = { $left } of the carried deficit is left; the period itself stands at { $ahead } against what is due to date
balance-own = the period itself (to date while it runs)
balance-carried = left of the deficit that was carried in
evidence-this-test = this test
command-by-name = States by name
command-by-name-tip = Let the states stand by their names instead of along the river, or back

# Floods and droughts
draw-floods = Floods and droughts
command-warnings = Warnings
command-warnings-tip = Where every gauge stands against its state's own levels
command-forecast = Forecast
command-forecast-tip = What comes at a station, with its band and its skill
command-past-floods = Past floods
command-past-floods-tip = The floods of the record, side by side
command-rain = Rain
command-rain-tip = Rain on what drains to a station
command-frequency = Frequency
command-frequency-tip = How often a flow is reached
command-low-flow = Low flow
command-low-flow-tip = How low a station's flow is, and for how long
command-analyse = Analyse
command-analyse-tip = Compute what this page shows of the station
app-task-analyse = Analysing the station
floods-stopped = Stopped before there was an answer; choose the station again, or another page, to ask anew
floods-no-station = This basin has no station
record-none = The archive holds no usable reading of this station
record-line = { $quantity }, { $step }, { $agency }: { $first } to { $last }, { $readings } readings, { $missing } missing
record-daily = daily
record-irregular = as they come
record-stage = Stage
record-discharge = Discharge
record-rain = Rain
record-storage = Storage

# A gauge and its warning in a sentence, for bulletin and messages
gauge-raised = above a level
gauge-normal = below all levels
gauge-no-levels = no levels set
gauge-shelved = put aside
gauge-suspect = readings in doubt
gauge-late = data late
gauge-no-data = no data
gauge-last-known = { $state }, { $level } when last known
trend-rising = rising { $rate }
trend-falling = falling { $rate }
trend-steady = steady
trend-unknown = trend not known
coming-steady = { $level } in { $hours } if the rise stays as it is

# Warning messages (CAP 1.2)
cap-event = Flood
cap-exercise = Exercise: no action is needed
cap-headline-left = { $party }: no warning level is reached any more, all clear not confirmed yet ({ $basin })
cap-headline-clear = { $party }: all clear, all gauges below all warning levels ({ $basin })
cap-headline-cancelled = { $party }: flood warning taken back ({ $basin })
cap-level-at = { $level } at { $station }
cap-others = { $n ->
        [one] { $n } further gauge
       *[other] { $n } further gauges
    }
cap-place = { $station } ({ $river }, km { $km })
cap-since = { $level } since { $time }
cap-none-reached = No gauge stands at a warning level.
cap-not-known = { $station }: { $state }, { $last }. Its level now is not known.
cap-known = { $known } of { $total } gauges with warning levels known.
cap-as-of = As of { $time }.
cap-instruction = Follow what your own authorities say, and expect further messages.
cap-instruction-over = Follow what your own authorities say.
cap-area-own = { $party }: { $places }
cap-area-beyond = { $party }, the border reach and downstream of { $places }

# Warnings
warnings-board = Gauges
warnings-events = Times above a level
warnings-journal = Alarm journal
warnings-known = { $known } of { $total } gauges known
warnings-raised = { $n } above a level
warnings-unacknowledged = { $n ->
    [one] { $n } alarm not acknowledged
   *[other] { $n } alarms not acknowledged
}
warnings-shelved = { $n } put aside
warnings-flood-of-alarms = { $n } alarms within ten minutes: more than one desk can judge
warnings-gauge = Gauge
warnings-standing = State
warnings-reading = Reading
warnings-rise = Rise
warnings-next = Next level
warnings-peak = Peak
warnings-volume = Volume
warnings-common = Common scale
warnings-alarm = Alarm
warnings-level = Level
warnings-up = Up (UTC)
warnings-down = Down (UTC)
warnings-duration = Above for
warnings-when = When (UTC)
warnings-what = What
warnings-since = since { $time }, { $age }
warnings-stood-last = stood last at { $level }
warnings-pending = one more reading decides on { $level }
warnings-suspect-level = a doubtful reading reaches { $level }
warnings-over = over { $minutes } min
warnings-next-in = { $level } in { $hours } h
warnings-distance = { $distance } below
warnings-distance-steady = { $distance } below, if rise stays
warnings-accelerating = { $hours } h if the rise goes on accelerating
warnings-volume-above = above the level
warnings-level-of-stage = stage level
warnings-return-period = once in { $years } years
warnings-exceeded = exceeded { $share } % of the time
warnings-shelved-until = aside until { $time }, { $left }
warnings-raised-at = raised { $time }
warnings-still-above = still above
warnings-none = No gauge of this basin has readings yet
warnings-nothing-listed = Nothing yet
state-no-levels = no levels
state-normal = below all levels
state-shelved = put aside
state-suspect = suspect
state-late = late
state-no-data = no data
state-raised = above a level
alarm-unacknowledged = not acknowledged
alarm-acknowledged = acknowledged
alarm-returned = over, not acknowledged
alarm-closed = over
journal-raised = { $level } reached, crossed { $time }
journal-level = now { $level }
journal-returned = left all levels
journal-returned-because = no alarm any more: { $why }
journal-acknowledged = acknowledged by { $who }
journal-shelved = put aside by { $who } until { $time }: { $reason }
journal-unshelved = brought back by { $who }
journal-unshelved-by-itself = came back by itself
command-acknowledge = Acknowledge
command-acknowledge-tip = Say that you saw this alarm; it stays on the board
command-shelve = Put aside
command-shelve-tip = Put this alarm aside for some hours, with a reason; a higher level brings it back
command-unshelve = Bring back
command-unshelve-tip = End the time that this alarm is put aside for
shelve-which = Put { $station } aside
shelve-reason = Reason
shelve-hours = Hours
shelve-who = Your name
shelve-needs-reason = Give a reason first
shelve-cancel = Leave it
app-task-alarm = Writing the alarm journal
app-somebody = somebody at this desk

# Past floods
floods-no-record = This station has neither discharge nor stage in the archive
floods-none-found = No flood can be told apart in { $years } years of this record
floods-what = The { $n } highest floods of { $years } years: every peak from { $from } upwards
floods-how = Two floods are apart when five days and a fall below three quarters of the smaller peak lie between them; a return period is years of record and one, by rank
floods-upstream = { $hours } above
floods-downstream = { $hours } below
floods-same-place = same place
floods-daily = { $value } d
floods-daily-tip = d: a daily mean; the crest stood higher
floods-days = { $n } d
floods-hours = { $n } h
floods-peak-of = Peak (UTC)
floods-rank = Rank
floods-often = Return period
floods-often-unit = years
floods-often-tip = Return period in years, by the place in this record alone
floods-aligned = Around the peak
floods-by-year = Year on year
floods-hours-axis = hours from the peak
floods-sort-by = Sort by { $column }
command-save-floods = Save as CSV
command-save-floods-tip = Write the past floods of this station into a table in the basin's folder
command-save-bulletin = Bulletin
command-save-bulletin-tip = Write the warning bulletin, in every language of the commission, into the basin's folder
command-send-warnings = Messages
command-send-warnings-tip = Write the warnings that there is news of as CAP 1.2 messages into the folder messages, and enter them into the book
# Forecast
forecast-none = The basin asks for no forecast of this station; add a [[forecast]] to basin.toml with its upstream gauges and leads
forecast-title = { $quantity } at { $station }, issued { $issued }
forecast-title-none = { $quantity } at { $station }: no forecast
forecast-no-series = { $station } has no readings at this step to forecast from
forecast-silent = { $station } has been silent for longer than its source allows, so nothing is forecast from it
forecast-too-short = The gauges have too few times in common to forecast from
forecast-external = { $source }, issued { $issued }
forecast-no-external = No forecast of others lies beside this one
forecast-flood-from = flood from { $value }
forecast-few-floods = { $floods ->
    [one] { $floods } flood
   *[other] { $floods } floods
 } to judge by, ten are needed: only what came down the river is shown
forecast-skill = { $index } ({ $low } to { $high }), { $floods } floods
forecast-refused = Not shown: over { $floods } floods not clearly better than persistence, { $index } ({ $low } to { $high }); error { $rmse } against { $still }
forecast-gained = Warned before, median
forecast-scores = In past floods, out of sample
forecast-error-still = RMSE of persistence
forecast-error-trend = RMSE of the trend kept up
forecast-error-moved = RMSE of moved upstream flow
forecast-error-season = RMSE of the season's mean
forecast-crps-still = CRPS of persistence
forecast-share-inside = Share within 9 of 10
forecast-nse-all = NSE, whole record
forecast-kge-all = KGE 2012, whole record
forecast-rows = { $rows } rows behind the fit
forecast-lag-peaks = median of floods
forecast-lag-correlation = correlation of changes
forecast-lag-stated = as the basin states
forecast-all-floods = all floods
forecast-below = below { $value }
forecast-from = from { $value }
forecast-extrapolation = A gauge stands beyond anything behind the fit: the forecast is an extrapolation
forecast-highest = Highest flood, { $peak } on { $time }: a fit without it would have said { $said } before
forecast-lead = Lead
forecast-said = Forecast
forecast-band = 9 of 10
forecast-skill-heading = Skill against persistence in past floods
forecast-upstream = Travel time from
forecast-range = Peak there
forecast-median = Median
forecast-spread = Range
forecast-floods = Floods
forecast-observed = observed
forecast-own = forecast, half and nine of ten within
forecast-moved = moved from upstream

# Low flow at a station
low-flow-no-days = This station has no daily values of flow, rain, storage or stage
low-flow-headline = { $value } on { $date }: { $stand }
low-flow-stand = { $class }, { $share } of the values of this time of the year lie below
low-flow-very-low = much below what is usual
low-flow-below-usual = below what is usual
low-flow-usual = within what is usual
low-flow-above-usual = above what is usual
low-flow-very-high = much above what is usual
low-flow-none = none
low-flow-all = all
low-flow-short-curve = short record: below 10 years the curve is uncertain
low-flow-percent = { $n } %
low-flow-too-short = needs { $needed } years, the record has { $have }
low-flow-incomplete = withheld: { $present } of { $expected } values are there
low-flow-other-quantity = says nothing of this quantity
low-flow-no-spread = the values do not differ enough
low-flow-season = Year { $year } against { $from } to { $to }
low-flow-outer = 5 to 95 %
low-flow-inner = 25 to 75 %
low-flow-middle = median
low-flow-this-year = this year
low-flow-withheld = { $n ->
        [one] { $n } day without percentiles: too few values
       *[other] { $n } days without percentiles: too few values
    }
low-flow-day-withheld = no percentiles: too few values
low-flow-day-usual = usually { $low } to { $high } ({ $present } of { $expected } values)
low-flow-duration = Flow duration
low-flow-on-curve = { $value }: exceeded { $share } of the time
low-flow-axis = % of time exceeded
low-flow-no-index = no index: a month is missing
low-flow-extremely-wet = extremely wet
low-flow-very-wet = very wet
low-flow-moderately-wet = moderately wet
low-flow-near-normal = near normal
low-flow-moderately-dry = moderately dry
low-flow-severely-dry = severely dry
low-flow-extremely-dry = extremely dry
low-flow-figure = Figure
low-flow-value = Value
low-flow-meaning = Meaning
low-flow-record = Record
low-flow-days-of = { $present } of { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
low-flow-record-meaning = { $agency }, { $first } to { $last }
low-flow-by-record = daily values, none filled
low-flow-by-continued = { $n ->
        [one] daily values; the last { $n } day from the newer readings
       *[other] daily values; the last { $n } days from the newer readings
    }
low-flow-exceeded = Today's value exceeded
low-flow-zero = zero { $share } of the time
low-flow-by-duration = flow duration, all days, Weibull ranks
low-flow-q95 = Q95
low-flow-q50 = Q50 is { $value }
low-flow-deficit = Deficit now
low-flow-no-deficit = none
low-flow-threshold = flow is not below Q90, { $value }
low-flow-days-and-volume = { $n ->
        [one] { $n } day, { $volume }
       *[other] { $n } days, { $volume }
    }
low-flow-since = below Q90, { $value }, since { $date }
low-flow-since-gap = below Q90, { $value }, since { $date } or longer: readings before are missing
low-flow-largest = Largest deficit
low-flow-largest-meaning = from { $date }; longest { $days } d; { $n ->
        [one] { $n } event
       *[other] { $n } events
    } of 5 d or more
low-flow-by-deficit = flow strictly below Q90; events at most 5 days apart joined if the excess is under 10 %
low-flow-mam7 = Mean lowest 7 days
low-flow-of-years = { $n ->
        [one] { $n } year from { $month }
       *[other] { $n } years from { $month }
    }
low-flow-by-mam7 = MAM7: lowest 7-day mean of each year from the wettest month, 98 % of days
low-flow-7q10 = 7Q10
low-flow-7q10-meaning = undercut once in ten years
low-flow-short = short record: { $n ->
        [one] { $n } year
       *[other] { $n } years
    }, 20 are better
low-flow-by-7q10 = lowest 7-day means, log-Pearson III by moments
low-flow-bfi = Base-flow index
low-flow-bfi-meaning = share of the water that comes from storage
low-flow-by-bfi = UKIH smoothed minima, blocks of 5 days, factor 0.9
low-flow-by-spi = gamma by Thom for each calendar month, whole record, zeros by McKee
low-flow-by-ssi = log-logistic by weighted moments for each calendar month, whole record
low-flow-trend-mean = Trend of yearly means
low-flow-trend-total = Trend of yearly totals
low-flow-trend-minimum = Trend of lowest 7 days
low-flow-per-decade = { $slope } { $unit } in 10 years
low-flow-no-trend = no trend at 5 %
low-flow-falling = falling
low-flow-rising = rising
low-flow-trend-meaning = { $direction }; { $low } to { $high } with 95 %; p { $p }
low-flow-by-trend = Mann-Kendall with ties, Sen slope, limits by Gilbert
low-flow-break-mean = Break in yearly means
low-flow-break-total = Break in yearly totals
low-flow-break-minimum = Break in lowest 7 days
low-flow-after = after { $year }
low-flow-no-break = none at 5 %
low-flow-break-meaning = mean { $before } to { $after }, p { $p }; SNHT { $year }, p { $q }
low-flow-by-break = Pettitt, and SNHT by chance series; a break may be the gauge's




# Warning bulletin
bulletin-title = Warning bulletin
bulletin-as-of = As of { $time }
bulletin-head = Journal { $hash }
bulletin-known = { $known } of { $total } gauges with warning levels known; { $raised ->
        [one] { $raised } stands
       *[other] { $raised } stand
    } at a level or above
bulletin-gauges = Gauges, from the source down
bulletin-gauge = Gauge
bulletin-state = State, in the words of its own state
bulletin-common = On the common scale
bulletin-reading = Newest reading
bulletin-age = Age
bulletin-trend = Trend
bulletin-next = Next level
bulletin-place = { $station } ({ $river }, km { $km }), { $party }
bulletin-since = since { $time }
bulletin-pending = newest readings at { $level }, not confirmed yet
bulletin-suspect-level = doubtful readings reach { $level }
bulletin-shelved-until = alarm put aside until { $time }
bulletin-not-assessable = not assessable
bulletin-return-period = once in { $years } years
bulletin-exceeded = exceeded { $percent } % of the time
bulletin-forecasts = Forecasts
bulletin-forecast-refused = { $station }: no forecast, { $why }
bulletin-forecast-none = No forecast was computed for this bulletin.
bulletin-rain = Rain
bulletin-rain-lead = Sums up to the time of the bulletin; a sum that lacks readings is not given.
bulletin-rain-station = Rain station
bulletin-rain-sum = { $hours } h (mm)
bulletin-rain-place = { $station } ({ $river }), { $party }
bulletin-alarms = Alarms
bulletin-alarm = { $station }: { $level } since { $time }, { $phase }
bulletin-shelf = { $station }: alarm put aside by { $who } until { $until }, because: { $reason }
bulletin-alarms-none = No alarm is open and none is put aside.
bulletin-alarm-unacknowledged = not acknowledged yet
bulletin-alarm-acknowledged = acknowledged
bulletin-alarm-returned = below all levels again, not acknowledged yet
bulletin-alarm-closed = closed
bulletin-sources = Late and silent sources
bulletin-sources-none = Every source reports as it promised.
bulletin-method = How to read this
bulletin-method-levels = Warning levels have the names and thresholds of the state that runs the gauge. A level counts as reached and as left only after several readings and with a margin, so that noise at the threshold is no news.
bulletin-method-common = The common scale stands beside the native name and never over it: rank 1 is a state's lowest level. Return period and share of the time come from the gauge's own record.
bulletin-method-trend = A time to the next level assumes that the rise stays as it is; it is no forecast.
bulletin-method-unknown = A gauge that is late, silent or in doubt is not below its levels: nothing is known of it, and what stood last is given.
bulletin-method-quality = Readings are those of the agencies. Doubtful ones are set aside and raise no level.
bulletin-doubtful = { $station }: { $value } of { $time } is in doubt
bulletin-units = Stage above the gauge's own zero; times are in UTC unless a place is named. Units: { $units }.
paper-page = page { $n } of { $total }

# Table of past floods
floods-paper = Past floods at { $station }
floods-title = Past floods: every time above a warning level
floods-lead = Times in UTC; a crossing between two readings lies on a straight line. Thresholds are those in force then.
floods-none = The record up to this instant holds no time above a warning level.
floods-gauge = Gauge
floods-level = Level
floods-threshold = Threshold
floods-up = Crossed upwards
floods-peak = Peak
floods-peak-time = Time of peak
floods-down = Crossed downwards
floods-duration = Hours above
floods-volume = Volume above (hm³)
floods-completeness = Readings
floods-ongoing = goes on
floods-of = { $present } of { $expected }

# How often a flow is reached
frequency-no-record = No discharge and no stage of this station is in the archive
frequency-title = Annual maxima of { $quantity }, { $kind } of { $agency }, { $first } to { $last }: { $n ->
        [one] { $n } year
       *[other] { $n } years
    }
frequency-of-discharge = discharge
frequency-of-stage = stage
frequency-of-peaks = peaks
frequency-of-daily-means = daily values
frequency-of-readings = readings
frequency-too-short = { $n ->
        [one] { $n } usable year
       *[other] { $n } usable years
    }, and a curve needs at least { $least }: the maxima are shown without one
frequency-years = Hydrological years from { $month }, with values on at least { $percent } % of their days
frequency-by-season = Counted although incomplete, since the months in which the other maxima fell are there: { $years }
frequency-left-out = Left out, too much missing: { $years }
frequency-short = A short record of { $n } years, below 30: the limits are wide for a reason
frequency-low-outliers = { $n ->
        [one] { $n } low maximum
       *[other] { $n } low maxima
    } set aside by log-Pearson III (multiple Grubbs–Beck test)
frequency-no-today = No reading of the last three days to place on the curve
frequency-maximum = { $year }: { $value } on { $date }, { $days } days measured, drawn at { $period } years
frequency-gev = GEV
frequency-gumbel = Gumbel
frequency-log-pearson = log-Pearson III
frequency-period = T (years)
frequency-limits = 5 %–95 %
frequency-axis = Return period, years (Gumbel scale); pale beyond twice the record
frequency-today = Now { $value } ({ $time })
frequency-placed = Reached or exceeded about once in { $years } years by { $curve } (90 %: { $low } to { $high })
frequency-placed-alone = Reached or exceeded about once in { $years } years by { $curve }
frequency-nearly-every-year = Reached nearly every year by { $curve }
frequency-rarer = Rarer than once in { $years } years by { $curve }; { $n } years of record cannot say more
frequency-reached = Reached in { $k } of { $n } years
frequency-other-series = A reading of another series than the maxima: a momentary value stands a little high against daily means

rain-gauges = Rain at gauges, mm
rain-areas = Rain on areas, mm
rain-states = States side by side, mm
rain-index = Index
rain-heaviest-hour = Hour, 30 d
rain-heaviest-day = Day, 30 d
rain-none = None is set in basin.toml
rain-until = until { $time }
rain-until-daily = daily values, back from { $time }
rain-silent = no rain was ever reported
rain-parts = { $present }/{ $expected }
rain-days-missing = { $n } d missing
rain-size = { $area } km²
rain-by-distance = IDW { $mm }
rain-gauges-of = { $there }/{ $all }
rain-note-totals = A total needs every part; ≥ marks what fell for certain where parts are missing. Durations shorter than a gauge's parts have no figure. Below a figure: the level that is reached, or how many parts or gauges are there.
rain-note-areas = Areas: Thiessen polygons of the gauges that have a total, made anew when one is missing; IDW: weighted by inverse squared distance. A state's figure is the mean over its areas by their size. No correction for height.
rain-note-index = Index: antecedent precipitation of the days before today, fading by a tenth a day; none until 28 days in a row were observed.
rain-note-day = { $agency }: days of rain begin at { $begins } ({ $clock }), so daily totals of neighbours may differ by the day alone.
