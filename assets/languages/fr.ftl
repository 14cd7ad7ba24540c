# Français. Un message par ligne ; `{ $name }` est rempli par le programme ; `{ $n -> … }` choisit selon les
# règles du pluriel. Pas de point final après une phrase seule, `…` là où l'on demande davantage.

# Nombres, dates, âges
number-group = {"\u202F"}
number-decimal = ,
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
date = { $day } { $month } { $year }
date-day = { $day } { $month }
date-month = { $month } { $year }
age-minutes = { $n } min
age-hours = { $n } h
age-days = { $n } j
age-none = aucune mesure
hours = { $n } h

# En-tête
header-as-of = état au { $time } UTC
header-exercise = EXERCICE · { $speed } fois plus vite que l’horloge · rien de ceci n’a lieu
header-clock = { $time } { $party }
header-archive = révision { $revision } · { $files ->
        [one] { $files } fichier
       *[other] { $files } fichiers
    } · { $readings ->
        [one] { $readings } mesure
       *[other] { $readings } mesures
    }

# Situation d'une station
standing-rank = seuil { $rank }
standing-below = sous tous les seuils
standing-last-seen-below = vue en dernier sous tous les seuils
standing-unknown = inconnu
standing-no-levels = aucun seuil fixé
summary-above = { $above } { $above ->
        [one] station
       *[other] stations
    } sur { $total } au-dessus d'un seuil d'alerte
summary-unknown = { $n ->
        [one] { $n } inconnue
       *[other] { $n } inconnues
    }
summary-late = { $n } en retard

# Ligne du fleuve et stations
river-source = source
river-mouth = embouchure
stations-title = Stations
kind-gauge = limnimètre
kind-rain = pluviomètre
kind-reservoir = retenue
kind-canal = canal
rain-in-24-hours = { $rain } en 24 h

# Graphiques
rain = Pluie
rain-per-hour = Pluie horaire
rain-per-day = Pluie journalière
stage = Hauteur d'eau
stage-daily = Hauteur d'eau, journalière
discharge = Débit
discharge-daily = Débit moyen journalier
storage = Volume stocké
plot-title-at = { $what }, { $station }
twin-name = { $station } ({ $party })
plot-bad-readings = { $n ->
        [one] { $n } mesure déclarée mauvaise n'est pas tracée
       *[other] { $n } mesures déclarées mauvaises ne sont pas tracées
    }
plot-empty-no-station = Aucune station de cet État n'est affichée
plot-empty-rain = Aucune pluie transmise pour cette période
plot-empty-stage = Aucune hauteur d'eau transmise pour cette période
plot-empty-discharge = Aucun débit transmis pour cette période
plot-empty-storage = Aucun volume transmis pour cette période

# Commandes : mots courts pour un bouton, une phrase pour son infobulle
command-week = 7 j
command-week-tip = Les sept derniers jours
command-month = 30 j
command-month-tip = Les trente derniers jours
command-water-year = Année hydrologique
command-water-year-tip = L’année hydrologique en cours
command-all = Tout
command-all-tip = Toute la chronique
command-range = Période
command-range-tip = Montrer cette période
command-earlier = Plus tôt
command-earlier-tip = Déplacer la période vers le passé
command-later = Plus tard
command-later-tip = Déplacer la période vers l’avenir
command-zoom-in = Agrandir le temps
command-zoom-in-tip = Montrer une période deux fois plus courte
command-zoom-out = Réduire le temps
command-zoom-out-tip = Montrer une période deux fois plus longue
command-station = Montrer
command-station-tip = Montrer ou cacher les courbes de cette station
command-explain = Expliquer
command-explain-tip = Montrer d’où vient ce chiffre
command-close-explanation = Fermer
command-close-explanation-tip = Fermer l’explication
command-twins = Deux rives
command-twins-tip = Montrer ce que mesure chaque partie à une station frontière
command-theme = Sombre
command-theme-tip = Clair ou sombre
command-scales = Même échelle
command-scales-tip = Une échelle pour la même grandeur dans tous les États, ou une par graphique
command-swap = Inverser
command-swap-tip = Inverser l’ordre des États
command-language = Langue
command-language-tip = Tout montrer dans cette langue
command-present = Présenter
command-present-tip = Grands caractères, listes cachées
command-maximise = Agrandir
command-maximise-tip = Donner toute la fenêtre à ce panneau, ou la rendre
command-reset-layout = Disposition initiale
command-reset-layout-tip = Remettre tous les panneaux à leur place initiale
command-export = Enregistrer l’image…
command-export-tip = Enregistrer en PNG, SVG ou PDF
command-copy = Copier l’image
draw-copy-text = Copier le texte
command-copy-tip = Copier comme image
command-open = Ouvrir un bassin…
command-open-tip = Choisir un autre bassin
command-reload = Relire les exports
command-reload-tip = Relire le dossier des exports

# Dessin
draw-km = km
draw-approved = validé
draw-provisional = provisoire
draw-estimated = estimé
draw-no-reading = aucune mesure
draw-late = en retard
draw-silent = muette
draw-board = Tableau
draw-allocation = Répartition
draw-overview = Vue d’ensemble
draw-ledger = Registre
draw-delivered = livré
draw-required = dû à ce jour
draw-taken = prélevé
draw-at-most = maximum à ce jour
draw-balance = Solde
draw-explanation = D’où vient ce chiffre
draw-nothing = Rien à signaler
draw-nothing-to-draw = Rien à dessiner sur cette période
draw-plots-of = Graphiques : { $state }
draw-more = Plus…
draw-plot-of = { $state } : { $title }, { $unit }
# Répartition
allocation-no-agreement = Aucun accord n'est en vigueur dans ce bassin
allocation-no-rows = Aucune période comptable ne touche la période évaluée
pace-delivered = { $delivered } livrés sur { $required-to-date } requis à ce jour (sur { $required } au { $end })
pace-delivered-with-flow = { $delivered } livrés sur { $required-to-date } dus à ce jour ; ce qui sera dû au { $end } suit le débit
pace-delivered-mean = { $delivered } livrés en moyenne à ce jour, sur { $required } requis
pace-taken = { $delivered } prélevés ; au plus { $required } au { $end }, { $required-to-date } à ce jour au prorata
pace-taken-mean = { $delivered } prélevés en moyenne à ce jour, au plus { $required }
pace-carried-in = report de { $carried }
pace-needed-with-flow = si le débit reste ce qu'il fut, { $pace } en moyenne jusqu'au { $end } livrent le reste
pace-needed = { $pace } en moyenne jusqu'au { $end } livrent le reste
pace-nothing-due = plus rien n'est dû pour cette période
pace-exempt = Exempté ; { $delivered } livrés à ce jour
pace-not-assessable = Non évaluable : { $present ->
        [one] { $present } jour
       *[other] { $present } jours
    } sur { $expected } ont une valeur
condition = exception { $name } : { $facts }
condition-met = critère rempli
condition-not-met = critère non rempli
condition-not-assessable = critère non évaluable
condition-declared = déclarée
condition-not-declared = non déclarée
status-provisional = provisoire
status-final = définitif
status-exempt = exempté
status-reset = remis à zéro
status-not-assessable = non évaluable
ledger-reading = lecture { $reading }
ledger-advisory = indicatif
ledger-rule = Règle
ledger-article = Article
ledger-party = Partie
ledger-period = Période
ledger-entitlement = Droit
ledger-delivered = Livré
ledger-carried-in = Report
ledger-balance = Solde
ledger-status = État
ledger-completeness = Complétude
statement-title = État des comptes
statement-period = périodes qui touchent l’intervalle du { $start } au { $end }
statement-days = Premier et dernier jour
statement-carried-out = Reporté à la période suivante
statement-due = dû à { $party }
statement-due-by = dû à { $party } par { $by }
statement-doubt = texte connu à { $percent } %
statement-clauses = Clauses sur lesquelles reposent ces comptes, telles que les fichiers des accords les donnent
statement-remarks = Remarques
completeness-days = { $present } sur { $expected ->
        [one] { $expected } jour
       *[other] { $expected } jours
    }

# Tableau
board-warnings = Alertes
board-crests = Pointes de crue en route
crest-expected = pointe attendue le { $time } UTC, dans { $age }
crest-overdue = pointe attendue le { $time } UTC, il y a { $age } ; monte encore
crest-passed = passée à { $station } le { $time } UTC, { $hours } de parcours
crest-observed = { $hours } d'après les mesures
board-late = Flux en retard
board-triggers = Déclencheurs
board-findings = Constats
board-headline = { $what } : { $state }
age-ago = il y a { $age }
rate-rising = en hausse de { $rate } m/h
rate-falling = en baisse de { $rate } m/h
reading-daily-mean = { $value } en moyenne journalière
rate-steady = stable
level-next = { $distance } sous { $level }
last-reading = dernière mesure le { $time } UTC, il y a { $age }
unknown-never-reported = rien n'a jamais été transmis
source-late = en retard
source-silent = muet
trigger-fired = demandé
trigger-fired-before = demandé pour la dernière fois
trigger-detail = { $value } pour un seuil de { $threshold }, { $period }
finding-many = { $cause } : { $n ->
        [one] { $n } constat
       *[other] { $n } constats
    }
finding-files = dans { $n ->
        [one] { $n } fichier
       *[other] { $n } fichiers
    }
finding-example = par exemple { $example }
cause-not-an-export = Pas un export
cause-unrecognised = Non reconnu
cause-bad-number = Pas un nombre
cause-bad-time = Ni date ni heure
cause-bad-shape = Trop ou trop peu de champs
cause-bad-encoding = Octets hors du codage
cause-time-gap = Heure sautée par l'horloge
cause-time-fold = Heure montrée deux fois par l'horloge
cause-duplicate = Même instant deux fois
cause-header-disagrees = En-tête et données en désaccord
cause-unknown-station = Station absente du bassin
cause-unknown-unit = Unité non établie
cause-implausible = Hors du possible
cause-sentinel = Semble un code de valeur absente
cause-flat-line = Longtemps inchangé
cause-spike = Saut brusque
cause-step = Changement de niveau
cause-disagreement = Les sources diffèrent
cause-revised = Révisé depuis
cause-late = En retard
cause-fetch = Flux non obtenu
cause-configuration = Entrée à corriger
cause-incomplete = Trop peu de données
cause-storage = Ni lisible ni inscriptible
cause-account = Compte
cause-pack = Paquet de données
cause-message = Message d'alerte

# Fenêtre : travaux à côté
app-task-open = Ouverture du bassin
app-task-import = Lecture des exports
app-task-view = Dessin
app-task-explain = Recherche d’un chiffre
app-task-export = Écriture de l’image
app-task-copy = Copie
app-task-browse = Choix d’un fichier
app-task-remember = Enregistrement de la disposition
app-cancel = Annuler
app-cancelled = { $task } : annulé
app-failed = { $task } : impossible
app-panicked = { $task } : défaut de ce programme
app-panicked-nothing-lost = Rien n’est perdu ; ce qui est affiché reste tel quel

# Fenêtre : pied et messages
app-live = en direct
app-live-tip = Les dossiers d’exports sont surveillés et les flux interrogés
app-starting = démarrage
app-starting-tip = Le bassin est en cours d’ouverture
app-not-live = pas en direct
app-note = Note
app-warning = Avertissement
app-error = Non fait
app-close = Fermer
app-copied = Copié
app-exported = Image écrite
app-imported = { $files ->
        [one] { $files } fichier lu
       *[other] { $files } fichiers lus
    }, { $kept ->
        [one] { $kept } mesure gardée
       *[other] { $kept } mesures gardées
    }
app-import-nothing-new = Rien de nouveau dans les dossiers d’exports
app-basin-findings = Le bassin a été ouvert avec des remarques
app-findings-on-board = { $n ->
        [one] { $n } constat, au tableau
       *[other] { $n } constats, au tableau
    }

# Fenêtre : questions
app-path = Chemin
app-browse = Parcourir…
app-not-opened = Ce bassin ne peut pas être ouvert
app-open-other = Ouvrir un autre bassin…
app-open-title = Ouvrir un bassin
app-open-text = Un bassin est un dossier qui contient un fichier basin.toml
app-open = Ouvrir
app-save-title = Enregistrer l’image
app-save-text = La fin du nom dit ce qu’elle devient
app-save = Enregistrer
app-drop = Lâcher pour prendre ces fichiers
app-keep-title = Prendre ces fichiers ?
app-keep-text = Une copie de chacun est gardée dans le dossier de sa source ; le fichier lui-même reste où il est
app-keep = Prendre
app-keep-where-it-is = le lire où il est, sans garder de copie

# Fenêtre : touches
app-keys = Touches
app-keys-title = Touches
app-keys-present = Grands caractères sur tout l’écran
app-keys-this = Cette liste
app-keys-escape = Quitter ce qui est au-dessus : question, explication, grand panneau, grands caractères
app-keys-tab = Aller au bouton ou au chiffre suivant ; Entrée l’actionne

# Reçus
receipt-profile = lu avec le profil { $profile }
receipt-no-profile = non lu
receipt-issued = exporté { $time }
receipt-taken = pris { $time } UTC
receipt-read = lues
receipt-kept = gardées
receipt-rejected = refusées
receipt-duplicate = données deux fois
receipt-ambiguous = à une heure ambiguë
receipt-missing = sans valeur
receipt-of-series = Séries du fichier
receipt-against-archive = Par rapport à ce qui était connu
receipt-findings = Constats
receipt-no-findings = Rien à signaler
receipt-series = série
receipt-values = valeurs lues
receipt-least = minimum
receipt-most = maximum
receipt-sum-read = somme lue
receipt-sum-kept = somme gardée
receipt-status = état
receipt-new = nouvelles
receipt-revised = révisées
receipt-known = inchangées
receipt-withdrawn = retirées
receipt-absent = non répétées
receipt-change = plus grand changement
receipt-not-taken = { $station } (non prise)
receipt-at-line = { $value } · ligne { $line }
receipt-approved = { $n ->
        [one] { $n } approuvée
       *[other] { $n } approuvées
    }
receipt-provisional = { $n ->
        [one] { $n } provisoire
       *[other] { $n } provisoires
    }
receipt-raw = { $n ->
        [one] { $n } brute
       *[other] { $n } brutes
    }
receipt-doubtful = { $n ->
        [one] dont { $n } douteuse
       *[other] dont { $n } douteuses
    }
receipt-changed = { $old } → { $new } le { $time } UTC, ligne { $line }
receipt-note = Note
receipt-warning = Avertissement
receipt-error = Non pris

# Fenêtre : reçus
app-receipts = Reçus
app-receipts-title = Ce qu’est devenu chaque fichier
app-receipts-save = Enregistrer en CSV
app-receipts-none = Aucun fichier n’a encore été pris
app-saved = Tableau écrit

# Aperçu d’un fichier
preview-drafted = Aucun profil ne le connaît : voici comment il est compris, d’après le fichier seul
preview-not-understood = Aucun tableau de mesures n’y a été trouvé
preview-evidence = { $entry } : { $says } (ligne { $line })
preview-encoding = encodage { $value }
preview-line-end = fins de ligne { $value }
preview-delimiter = séparateur { $value }
preview-decimal = marque décimale { $value }
preview-shape = forme { $value }
preview-time = heure
preview-station = station
preview-station-name = nom de la station
preview-parameter = ce qui est mesuré
preview-unit = unité
preview-clock = horloge
preview-flag = indicateur
preview-numbers = nombres
preview-not-read = non lu
preview-rejected = refusé
preview-no-value = sans valeur
preview-series = { $station }, { $quantity }, { $step } : { $n ->
        [one] { $n } valeur
       *[other] { $n } valeurs
    } du { $first } au { $last } UTC, de { $min } à { $max }
preview-ask-clock = Horloge
preview-ask-stamp = Ce que marque l’heure
preview-ask-decimal = Marque décimale
preview-ask-dates = Jour et mois
preview-ask-century = Années à deux chiffres
preview-ask-year = Début de l’année
preview-ask-quantity = Ce qui est mesuré
preview-ask-unit = Unité
preview-ask-day = Début du jour
preview-ask-missing = Code pour « sans valeur »
preview-ask-station = Station

# Fenêtre : un fichier inconnu
app-task-look = Examen du fichier
app-add = Ajouter un fichier…
app-add-title = Ajouter un fichier
app-add-text = Un export de n’importe quel service ; rien n’est pris avant que vous l’ayez vu
app-add-look = L’examiner
app-adopt-title = Un nouveau genre d’export
app-adopt-title-known = Un export sans source
app-adopt-questions = Ce que vous seul pouvez dire
app-adopt-stations = De quelle station s’agit-il
app-adopt-not-ours = choisir… (sinon hors de ce bassin)
app-adopt-source = De qui est cet export
app-adopt-new-source = une nouvelle source
app-adopt-party = État
app-adopt-agency = Service
app-adopt-name = Nom
app-adopt-evidence = Pourquoi il est compris ainsi
app-adopt-first-bad = Premier endroit non compris
app-adopt-line = ligne
app-adopt-understood = compris comme
app-adopt-as = UTC, SI
app-adopt-no-reading = aucune mesure
app-adopt-may-stay = peut rester ouvert
app-adopt-choose = choisir…
app-adopt-other = autre
app-adopt-answer = Répondre
app-adopt-change = changer
app-adopt = Enregistrer le profil et prendre le fichier
app-adopt-writes = Rien n’est écrit avant ; le prochain fichier de ce genre est lu sans question
app-adopt-reading = Lecture…
app-adopt-lacks-answers = Répondez d’abord aux questions
app-adopt-lacks-station = Choisissez la station du bassin pour au moins une des stations
app-adopt-lacks-party = Choisissez l’État dont c’est l’export
app-adopt-lacks-name = Donnez-lui un nom
app-receipts-show = Montrer sur les courbes
app-receipts-rejected = { $n ->
        [one] { $n } refusée
       *[other] { $n } refusées
    }
app-receipts-unread = non lu
app-adopt-unnamed = la station du fichier, qu’il ne nomme pas

# Panneau des attributions
draw-progress = Avancement
draw-balances = Soldes
draw-conditions = Exceptions
draw-terms = Termes
draw-pace-needed = rythme nécessaire, { $pace }
draw-past-years = comme chaque année passée
draw-required-in-all = requis au total : { $figure }
draw-at-most-in-all = au plus au total : { $figure }
draw-outlook = Solde final, si le reste venait comme chaque année passée · { $unit }
command-overview = Vue d’ensemble
command-overview-tip = Périodes en cours et soldes côte à côte
command-ledger = Registre
command-ledger-tip = Chaque période en tableau, avec sa clause
command-progress = Avancement
command-progress-tip = Livré et requis dans une période en cours, et comment elle peut finir
command-balances = Soldes
command-balances-tip = Solde de chaque partie à travers toutes les périodes
command-conditions = Exceptions
command-conditions-tip = Critères des exceptions, avec leurs éléments
command-terms = Termes
command-terms-tip = Chaque terme d'une série dérivée séparément
command-save-ledger = Enregistrer en CSV
command-save-ledger-tip = Écrire les lignes affichées dans ledger.csv, dans le dossier du bassin
ledger-agreement = Accord
ledger-reading-heading = Lecture
ledger-carried-out = Reporté
ledger-all = tous
ledger-rows = { $shown } lignes sur { $total }
ledger-both-units = Deux unités
ledger-both-units-tip = Afficher une seconde unité à côté de celle de l'accord, si la place le permet
ledger-show-all = Tout afficher
ledger-sort-by = Trier par { $column }
clause-place = { $file }, ligne { $line }
clause-confidence = de mémoire, { $confidence }
clause-not-stated = non énoncé par le traité
clause-not-enabled = non évalué
clause-from-to = en vigueur du { $from } au { $to }
clause-from = en vigueur à partir du { $from }
clause-to = en vigueur jusqu'au { $to }
clause-none = Le fichier de l'accord n'a pas de clause de ce nom
balance-sign = Au-dessus de zéro : plus livré que dû. Au-dessous : moins.
balance-sign-maximum = Au-dessus de zéro : plus prélevé que la limite. Au-dessous : marge restante.
evidence-none = Aucune exception d'un accord en vigueur n'examine ces séries
evidence-ratio = Atteint { $value }, soit { $share } % de la moyenne de { $normal } ; le seuil est { $threshold }
evidence-threshold = Atteint { $value } ; le seuil est { $threshold }
evidence-reached = atteint
evidence-mean = moyenne des années
evidence-asked = seuil
evidence-met = critère rempli
evidence-declared = déclarée
evidence-within = Cumul pendant { $period }
terms-none = Aucun accord en vigueur ne dérive une série de plusieurs termes
outlook-range = Si le reste venait comme chacune des { $years } années passées, le solde finirait entre { $low } et { $high }
outlook-chance = { $chance } % d'entre elles finissent à l'équilibre
outlook-chance-within = { $chance } % d'entre elles restent dans la limite
draw-compare = Comparer
command-compare = Comparer
command-compare-tip = Un compte à côté de ce qu'il serait avec d'autres données, une autre lecture ou une autre règle
command-study = Étude
command-study-tip = Calculer un compte à côté de ce qu'il serait
app-task-study = Étude du compte
study-dual = Quelles données
study-dual-tip = Le compte selon les données de chaque côté et les données convenues
study-readings = Quelle lecture
study-readings-tip = Le compte selon chaque lecture des clauses
study-uncertainty = Quelle certitude
study-uncertainty-tip = Le compte dans l'erreur de mesure
study-decides = Quelle station décide
study-decides-tip = Chaque station écartée, chaque lacune comblée au plus bas et au plus haut
study-effect = Règle proposée
study-effect-tip = Toutes les périodes passées avec un autre nombre dans une clause
study-running = Calcul en cours…
study-nothing = Ce compte n'a pas encore de période
study-verdict = Verdict
study-agreed = données convenues
study-as-written = tel qu'écrit
study-balance = solde
study-p05 = 5e centile
study-p95 = 95e centile
study-before = tel quel
study-after = proposé
study-change = Changement
study-price = Prix du désaccord
study-difference = Différence
study-below-zero = Probabilité sous zéro
study-data-disagree = pas de verdict : les données divergent
study-no-figure = pas de verdict : un côté n'a pas de chiffre
study-readings-differ = les lectures divergent
study-no-common-verdict = pas de verdict commun, ou autre qu'avant
study-dual-sum = Même verdict selon toutes les données dans { $verdicts } périodes sur { $periods } ; chiffres différents dans { $differing } ; prix du désaccord { $price }
study-dual-instead = { $party } prend { $taken } au lieu de { $named }
study-differs = Elles divergent du { $from } au { $to } ({ $periods ->
    [one] { $periods } période
   *[other] { $periods } périodes
})
study-differs-never = Elles donnent les mêmes chiffres sur ces données
study-samples = { $samples } tirages de la graine { $seed } ; { $gaps } lacunes comblées par d'autres années
study-error-stated = { $station } : ± { $percent } % à 95 %, déclaré
study-error-assumed = { $station } : ± { $percent } % à 95 %, supposé selon le type de station
study-effect-sum = { $changes } périodes sur { $periods } changent de côté ; { $change } au total
study-decides-note = Plus grand effet sur un solde, par ordre
study-without = Sans elle un solde change jusqu'à { $size } ({ $period }) ; { $changes } soldes changent de côté
study-gap = { $station }, lacune du { $from } au { $to }
study-gap-range = Comblée au plus bas et au plus haut, un solde varie de { $size } ({ $days } jours ; { $basis })
study-gap-same-days = d'après les mêmes jours d'autres années
study-gap-whole-record = d'après toute la série
standing-above = plus que dû
standing-even = exactement ce qui était dû
standing-below-due = moins que dû
standing-within-error = différence inférieure à l'erreur de mesure
proposal-none = Les clauses derrière ce compte ne contiennent pas de nombre
proposal-value = proposé
proposal-as-it-is = tel quel : { $value }
condition-named = { $name } : { $facts }
pace-carried-left = il reste { $left } du déficit reporté ; la période elle-même est à { $ahead } par rapport à ce qui est dû à ce jour
balance-own = la période elle-même (à ce jour tant qu'elle court)
balance-carried = reste du déficit reporté
evidence-this-test = ce critère
command-by-name = États par nom
command-by-name-tip = Ranger les États par leur nom plutôt que le long du fleuve, ou revenir

# Crues et étiages
draw-floods = Crues et étiages
command-warnings = Alertes
command-warnings-tip = Situation de chaque station par rapport aux niveaux de son État
command-forecast = Prévision
command-forecast-tip = Ce qui vient à une station, avec sa bande et sa performance
command-past-floods = Crues passées
command-past-floods-tip = Les crues de la série, côte à côte
command-rain = Pluie
command-rain-tip = Pluie sur ce qui s’écoule vers une station
command-frequency = Fréquence
command-frequency-tip = Combien souvent un débit est atteint
command-low-flow = Étiage
command-low-flow-tip = À quel point le débit d’une station est bas, et combien de temps
command-analyse = Analyser
command-analyse-tip = Calculer ce que cette page montre de la station
app-task-analyse = Analyse de la station
floods-stopped = Arrêté avant la réponse ; choisissez de nouveau la station, ou une autre page, pour redemander
floods-no-station = Ce bassin n’a pas de station
record-none = L’archive ne contient aucune mesure utilisable de cette station
record-line = { $quantity }, { $step }, { $agency } : du { $first } au { $last }, { $readings } mesures, { $missing } manquantes
record-daily = par jour
record-irregular = comme elles viennent
record-stage = Hauteur
record-discharge = Débit
record-rain = Pluie
record-storage = Volume retenu

# Une station et son alerte dans une phrase, pour le bulletin et les messages
gauge-raised = au-dessus d'un seuil
gauge-normal = sous tous les seuils
gauge-no-levels = aucun seuil fixé
gauge-shelved = mise de côté
gauge-suspect = mesures douteuses
gauge-late = données en retard
gauge-no-data = aucune donnée
gauge-last-known = { $state }, { $level } au dernier état connu
trend-rising = montée de { $rate }
trend-falling = baisse de { $rate }
trend-steady = stable
trend-unknown = tendance inconnue
coming-steady = { $level } dans { $hours } si la montée se poursuit au même rythme

# Messages d'alerte (CAP 1.2)
cap-event = Crue
cap-exercise = Exercice : aucune action n'est nécessaire
cap-headline-left = { $party } : plus aucun seuil d'alerte n'est atteint, fin d'alerte non confirmée ({ $basin })
cap-headline-clear = { $party } : fin d'alerte, toutes les stations sous tous les seuils ({ $basin })
cap-headline-cancelled = { $party } : alerte de crue annulée ({ $basin })
cap-level-at = { $level } à { $station }
cap-others = { $n ->
        [one] { $n } autre station
       *[other] { $n } autres stations
    }
cap-place = { $station } ({ $river }, km { $km })
cap-since = { $level } depuis le { $time }
cap-none-reached = Aucune station n'atteint un seuil d'alerte.
cap-not-known = { $station } : { $state }, { $last }. Son niveau actuel n'est pas connu.
cap-known = { $known } des { $total } stations avec seuils d'alerte sont connues.
cap-as-of = Situation au { $time }.
cap-instruction = Suivez les consignes de vos autorités et attendez d'autres messages.
cap-instruction-over = Suivez les consignes de vos autorités.
cap-area-own = { $party } : { $places }
cap-area-beyond = { $party }, le tronçon frontalier et l'aval de { $places }

# Alertes
warnings-board = Stations
warnings-events = Durées au-dessus d’un niveau
warnings-journal = Journal des alertes
warnings-known = { $known } stations connues sur { $total }
warnings-raised = { $n } au-dessus d’un niveau
warnings-unacknowledged = { $n ->
    [one] { $n } alerte non acquittée
   *[other] { $n } alertes non acquittées
}
warnings-shelved = { $n } mises de côté
warnings-flood-of-alarms = { $n } alertes en dix minutes : plus qu’un poste ne peut en juger
warnings-gauge = Station
warnings-standing = Situation
warnings-reading = Mesure
warnings-rise = Montée
warnings-next = Niveau suivant
warnings-peak = Pointe
warnings-volume = Volume
warnings-common = Échelle commune
warnings-alarm = Alerte
warnings-level = Niveau
warnings-up = Montée (UTC)
warnings-down = Descente (UTC)
warnings-duration = Durée
warnings-when = Quand (UTC)
warnings-what = Quoi
warnings-since = depuis { $time }, { $age }
warnings-stood-last = se tenait à { $level }
warnings-pending = une mesure de plus décidera de { $level }
warnings-suspect-level = une mesure douteuse atteint { $level }
warnings-over = sur { $minutes } min
warnings-next-in = { $level } dans { $hours } h
warnings-distance = { $distance } au-dessous
warnings-distance-steady = { $distance } au-dessous, si la montée reste
warnings-accelerating = { $hours } h si la montée continue d’accélérer
warnings-volume-above = au-dessus du niveau
warnings-level-of-stage = de hauteur
warnings-return-period = une fois en { $years } ans
warnings-exceeded = dépassé { $share } % du temps
warnings-shelved-until = de côté jusqu’au { $time }, { $left }
warnings-raised-at = levée { $time }
warnings-still-above = toujours au-dessus
warnings-none = Aucune station de ce bassin n’a encore de mesures
warnings-nothing-listed = Rien encore
state-no-levels = sans niveaux
state-normal = sous tous les niveaux
state-shelved = mise de côté
state-suspect = douteux
state-late = en retard
state-no-data = sans données
state-raised = au-dessus d’un niveau
alarm-unacknowledged = non acquittée
alarm-acknowledged = acquittée
alarm-returned = finie, non acquittée
alarm-closed = finie
journal-raised = { $level } atteint, franchi { $time }
journal-level = maintenant { $level }
journal-returned = a quitté tous les niveaux
journal-returned-because = plus d’alerte : { $why }
journal-acknowledged = acquittée par { $who }
journal-shelved = mise de côté par { $who } jusqu’au { $time } : { $reason }
journal-unshelved = reprise par { $who }
journal-unshelved-by-itself = revenue d’elle-même
command-acknowledge = Acquitter
command-acknowledge-tip = Dire que vous avez vu cette alerte ; elle reste au tableau
command-shelve = Mettre de côté
command-shelve-tip = Mettre cette alerte de côté quelques heures, avec une raison ; un niveau plus haut la ramène
command-unshelve = Reprendre
command-unshelve-tip = Finir le temps pour lequel cette alerte est de côté
shelve-which = Mettre { $station } de côté
shelve-reason = Raison
shelve-hours = Heures
shelve-who = Votre nom
shelve-needs-reason = Donnez d’abord une raison
shelve-cancel = Laisser
app-task-alarm = Écriture du journal des alertes
app-somebody = quelqu’un à ce poste

# Crues passées
floods-no-record = L’archive n’a ni débit ni hauteur de cette station
floods-none-found = Aucune crue ne se distingue dans { $years } ans de cette série
floods-what = Les { $n } plus hautes crues de { $years } ans : chaque pointe à partir de { $from }
floods-how = Deux crues sont distinctes si cinq jours et une baisse sous les trois quarts de la plus petite pointe les séparent ; une période de retour est le nombre d’années plus un, divisé par le rang
floods-upstream = { $hours } en amont
floods-downstream = { $hours } en aval
floods-same-place = même lieu
floods-daily = { $value } j
floods-daily-tip = j : une moyenne journalière ; la pointe était plus haute
floods-days = { $n } j
floods-hours = { $n } h
floods-peak-of = Pointe (UTC)
floods-rank = Rang
floods-often = Période de retour
floods-often-unit = ans
floods-often-tip = Période de retour en années, par le rang dans cette seule série
floods-aligned = Autour de la pointe
floods-by-year = Année par année
floods-hours-axis = heures depuis la pointe
floods-sort-by = Trier par { $column }
command-save-floods = Enregistrer en CSV
command-save-floods-tip = Écrire les crues passées de cette station dans un tableau du dossier du bassin
command-save-bulletin = Bulletin
command-save-bulletin-tip = Écrire le bulletin d'alerte, dans chaque langue de la commission, dans le dossier du bassin
command-send-warnings = Messages
command-send-warnings-tip = Écrire les alertes nouvelles en messages CAP 1.2 dans le dossier messages, et les inscrire au registre
# Forecast
forecast-none = Le bassin ne demande pas de prévision pour cette station ; ajoutez un [[forecast]] à basin.toml avec ses stations amont et ses échéances
forecast-title = { $quantity } à { $station }, émis { $issued }
forecast-title-none = { $quantity } à { $station } : pas de prévision
forecast-no-series = { $station } n’a pas de lectures à ce pas pour prévoir
forecast-silent = { $station } se tait depuis plus longtemps que sa source ne le permet : rien n’en est prévu
forecast-too-short = Les stations ont trop peu d’instants en commun pour prévoir
forecast-external = { $source }, émis { $issued }
forecast-no-external = Aucune prévision d’autrui ne se trouve à côté de celle-ci
forecast-flood-from = crue dès { $value }
forecast-few-floods = { $floods ->
    [one] { $floods } crue
   *[other] { $floods } crues
 } pour juger, il en faut dix : seul ce qui descend la rivière est montré
forecast-skill = { $index } ({ $low } à { $high }), { $floods } crues
forecast-refused = Pas montré : sur { $floods } crues pas nettement mieux que la persistance, { $index } ({ $low } à { $high }) ; erreur { $rmse } contre { $still }
forecast-gained = Alerte avant, médiane
forecast-scores = Aux crues passées, hors échantillon
forecast-error-still = RMSE de la persistance
forecast-error-trend = RMSE de la tendance prolongée
forecast-error-moved = RMSE de l’amont déplacé
forecast-error-season = RMSE de la moyenne de saison
forecast-crps-still = CRPS de la persistance
forecast-share-inside = Part dans 9 sur 10
forecast-nse-all = NSE, toute la série
forecast-kge-all = KGE 2012, toute la série
forecast-rows = { $rows } lignes derrière l’ajustement
forecast-lag-peaks = médiane des crues
forecast-lag-correlation = corrélation des variations
forecast-lag-stated = selon le bassin
forecast-all-floods = toutes les crues
forecast-below = sous { $value }
forecast-from = dès { $value }
forecast-extrapolation = Une station dépasse tout ce qui est derrière l’ajustement : la prévision est une extrapolation
forecast-highest = Plus forte crue, { $peak } le { $time } : un ajustement sans elle aurait dit { $said } avant
forecast-lead = Échéance
forecast-said = Prévision
forecast-band = 9 sur 10
forecast-skill-heading = Performance contre la persistance aux crues passées
forecast-upstream = Temps de parcours depuis
forecast-range = Pointe amont
forecast-median = Médiane
forecast-spread = Étendue
forecast-floods = Crues
forecast-observed = observé
forecast-own = prévision, moitié et neuf sur dix dedans
forecast-moved = déplacé de l’amont

# Étiage à une station
low-flow-no-days = Cette station n'a pas de valeurs journalières de débit, de pluie, de volume ou de hauteur
low-flow-headline = { $value } le { $date } : { $stand }
low-flow-stand = { $class } ; part des valeurs de cette saison plus basses : { $share }
low-flow-very-low = très en dessous de l'habituel
low-flow-below-usual = en dessous de l'habituel
low-flow-usual = dans l'habituel
low-flow-above-usual = au-dessus de l'habituel
low-flow-very-high = très au-dessus de l'habituel
low-flow-none = aucune
low-flow-all = toutes
low-flow-short-curve = série courte : incertain en dessous de 10 ans
low-flow-percent = { $n } %
low-flow-too-short = demande { $needed } ans, la série en a { $have }
low-flow-incomplete = retenu : { $present } valeurs sur { $expected }
low-flow-other-quantity = sans objet pour cette grandeur
low-flow-no-spread = les valeurs ne diffèrent pas assez
low-flow-season = Année { $year } face à { $from } à { $to }
low-flow-outer = 5 à 95 %
low-flow-inner = 25 à 75 %
low-flow-middle = médiane
low-flow-this-year = cette année
low-flow-withheld = { $n ->
        [one] { $n } jour sans centiles : trop peu de valeurs
       *[other] { $n } jours sans centiles : trop peu de valeurs
    }
low-flow-day-withheld = pas de centiles : trop peu de valeurs
low-flow-day-usual = d'habitude { $low } à { $high } ({ $present } valeurs sur { $expected })
low-flow-duration = Débits classés
low-flow-on-curve = { $value } : dépassé { $share } du temps
low-flow-axis = % du temps de dépassement
low-flow-no-index = pas d'indice : un mois manque
low-flow-extremely-wet = extrêmement humide
low-flow-very-wet = très humide
low-flow-moderately-wet = modérément humide
low-flow-near-normal = proche de la normale
low-flow-moderately-dry = modérément sec
low-flow-severely-dry = sévèrement sec
low-flow-extremely-dry = extrêmement sec
low-flow-figure = Grandeur
low-flow-value = Valeur
low-flow-meaning = Sens
low-flow-record = Série
low-flow-days-of = { $present } sur { $n ->
        [one] { $n } jour
       *[other] { $n } jours
    }
low-flow-record-meaning = { $agency }, du { $first } au { $last }
low-flow-by-record = valeurs journalières, aucune comblée
low-flow-by-continued = { $n ->
        [one] valeurs journalières ; le dernier { $n } jour par les mesures récentes
       *[other] valeurs journalières ; les { $n } derniers jours par les mesures récentes
    }
low-flow-exceeded = Valeur du jour dépassée
low-flow-zero = nul { $share } du temps
low-flow-by-duration = débits classés, tous les jours, rangs de Weibull
low-flow-q95 = Q95
low-flow-q50 = Q50 : { $value }
low-flow-deficit = Déficit actuel
low-flow-no-deficit = aucun
low-flow-threshold = le débit n'est pas sous Q90, { $value }
low-flow-days-and-volume = { $n ->
        [one] { $n } jour, { $volume }
       *[other] { $n } jours, { $volume }
    }
low-flow-since = sous Q90, { $value }, depuis le { $date }
low-flow-since-gap = sous Q90, { $value }, depuis le { $date } ou plus : les mesures d'avant manquent
low-flow-largest = Plus grand déficit
low-flow-largest-meaning = à partir du { $date } ; le plus long { $days } j ; { $n ->
        [one] { $n } épisode
       *[other] { $n } épisodes
    } de 5 j ou plus
low-flow-by-deficit = débit strictement sous Q90 ; épisodes à 5 jours au plus joints si l'excès est sous 10 %
low-flow-mam7 = Moyenne des plus bas 7 jours
low-flow-of-years = { $n ->
        [one] { $n } année à partir de { $month }
       *[other] { $n } années à partir de { $month }
    }
low-flow-by-mam7 = MAM7 : plus basse moyenne sur 7 jours de chaque année dès le mois humide, 98 % des jours
low-flow-7q10 = 7Q10
low-flow-7q10-meaning = non atteint une fois en dix ans
low-flow-short = série courte : { $n ->
        [one] { $n } an
       *[other] { $n } ans
    }, 20 sont préférables
low-flow-by-7q10 = plus basses moyennes sur 7 jours, log-Pearson III par moments
low-flow-bfi = Indice de débit de base
low-flow-bfi-meaning = part de l'eau qui vient des réserves
low-flow-by-bfi = minima lissés UKIH, blocs de 5 jours, facteur 0,9
low-flow-by-spi = gamma de Thom par mois, toute la série, zéros selon McKee
low-flow-by-ssi = log-logistique par moments pondérés, par mois, toute la série
low-flow-trend-mean = Tendance des moyennes annuelles
low-flow-trend-total = Tendance des totaux annuels
low-flow-trend-minimum = Tendance des plus bas 7 jours
low-flow-per-decade = { $slope } { $unit } en 10 ans
low-flow-no-trend = pas de tendance à 5 %
low-flow-falling = à la baisse
low-flow-rising = à la hausse
low-flow-trend-meaning = { $direction } ; { $low } à { $high } à 95 % ; p { $p }
low-flow-by-trend = Mann-Kendall avec ex æquo, pente de Sen, limites de Gilbert
low-flow-break-mean = Rupture des moyennes annuelles
low-flow-break-total = Rupture des totaux annuels
low-flow-break-minimum = Rupture des plus bas 7 jours
low-flow-after = après { $year }
low-flow-no-break = aucune à 5 %
low-flow-break-meaning = moyenne de { $before } à { $after }, p { $p } ; SNHT { $year }, p { $q }
low-flow-by-break = Pettitt, et SNHT par séries aléatoires ; une rupture peut être celle de la station




# Bulletin d'alerte
bulletin-title = Bulletin d'alerte
bulletin-as-of = Situation au { $time }
bulletin-head = Journal { $hash }
bulletin-known = { $known } des { $total } stations avec seuils d'alerte sont connues ; { $raised ->
        [one] { $raised } atteint
       *[other] { $raised } atteignent
    } un seuil
bulletin-gauges = Stations, de la source à l'embouchure
bulletin-gauge = Station
bulletin-state = État, dans les mots de son propre État
bulletin-common = Sur l'échelle commune
bulletin-reading = Dernière mesure
bulletin-age = Âge
bulletin-trend = Tendance
bulletin-next = Seuil suivant
bulletin-place = { $station } ({ $river }, km { $km }), { $party }
bulletin-since = depuis le { $time }
bulletin-pending = dernières mesures à { $level }, pas encore confirmé
bulletin-suspect-level = des mesures douteuses atteignent { $level }
bulletin-shelved-until = alarme mise de côté jusqu'au { $time }
bulletin-not-assessable = non évaluable
bulletin-return-period = une fois en { $years } ans
bulletin-exceeded = dépassé { $percent } % du temps
bulletin-forecasts = Prévisions
bulletin-forecast-refused = { $station } : pas de prévision, { $why }
bulletin-forecast-none = Aucune prévision n'a été calculée pour ce bulletin.
bulletin-rain = Pluie
bulletin-rain-lead = Cumuls jusqu'à l'heure du bulletin ; un cumul auquel il manque des mesures n'est pas donné.
bulletin-rain-station = Pluviomètre
bulletin-rain-sum = { $hours } h (mm)
bulletin-rain-place = { $station } ({ $river }), { $party }
bulletin-alarms = Alarmes
bulletin-alarm = { $station } : { $level } depuis le { $time }, { $phase }
bulletin-shelf = { $station } : alarme mise de côté par { $who } jusqu'au { $until }, motif : { $reason }
bulletin-alarms-none = Aucune alarme n'est ouverte, aucune n'est mise de côté.
bulletin-alarm-unacknowledged = pas encore acquittée
bulletin-alarm-acknowledged = acquittée
bulletin-alarm-returned = de nouveau sous tous les seuils, pas encore acquittée
bulletin-alarm-closed = close
bulletin-sources = Sources en retard ou muettes
bulletin-sources-none = Chaque source transmet comme promis.
bulletin-method = Comment lire ce bulletin
bulletin-method-levels = Les seuils d'alerte portent les noms et les valeurs de l'État qui exploite la station. Un seuil n'est réputé atteint ou quitté qu'après plusieurs mesures et avec une marge : le bruit au seuil n'est pas une nouvelle.
bulletin-method-common = L'échelle commune figure à côté du nom propre, jamais à sa place : le rang 1 est le seuil le plus bas d'un État. Période de retour et part du temps viennent de la série de la station elle-même.
bulletin-method-trend = Le délai jusqu'au seuil suivant suppose que la montée se poursuit au même rythme ; ce n'est pas une prévision.
bulletin-method-unknown = Une station en retard, muette ou douteuse n'est pas sous ses seuils : rien n'en est connu, et son dernier état est donné.
bulletin-method-quality = Les mesures sont celles des services. Les mesures douteuses sont écartées et ne déclenchent aucun seuil.
bulletin-doubtful = { $station } : { $value } du { $time } est douteux
bulletin-units = Hauteurs au-dessus du zéro de l'échelle ; heures en UTC sauf mention d'un lieu. Unités : { $units }.
paper-page = page { $n } sur { $total }

# Tableau des crues passées
floods-paper = Crues passées à { $station }
floods-title = Crues passées : chaque période au-dessus d'un seuil d'alerte
floods-lead = Heures en UTC ; un passage entre deux mesures est pris sur une droite. Les seuils sont ceux alors en vigueur.
floods-none = La série jusqu'à cet instant ne contient aucune période au-dessus d'un seuil d'alerte.
floods-gauge = Station
floods-level = Seuil
floods-threshold = Valeur du seuil
floods-up = Passage à la hausse
floods-peak = Maximum
floods-peak-time = Heure du maximum
floods-down = Passage à la baisse
floods-duration = Heures au-dessus
floods-volume = Volume au-dessus (hm³)
floods-completeness = Mesures
floods-ongoing = en cours
floods-of = { $present } sur { $expected }

# Fréquence des débits
frequency-no-record = L’archive ne contient ni débit ni hauteur de cette station
frequency-title = Maximums annuels de { $quantity }, { $kind } de { $agency }, { $first } à { $last } : { $n ->
        [one] { $n } année
       *[other] { $n } années
    }
frequency-of-discharge = débit
frequency-of-stage = hauteur
frequency-of-peaks = pointes
frequency-of-daily-means = valeurs journalières
frequency-of-readings = mesures
frequency-too-short = { $n ->
        [one] { $n } année utilisable
       *[other] { $n } années utilisables
    }, or une courbe en demande au moins { $least } : les maximums sont montrés sans courbe
frequency-years = Années hydrologiques à partir de { $month }, avec des valeurs sur au moins { $percent } % de leurs jours
frequency-by-season = Comptées bien qu’incomplètes, car les mois où tombent les autres maximums sont là : { $years }
frequency-left-out = Écartées, trop de lacunes : { $years }
frequency-short = Série courte de { $n } années, moins de 30 : les limites sont larges à raison
frequency-low-outliers = { $n ->
        [one] { $n } maximum faible écarté
       *[other] { $n } maximums faibles écartés
    } par log-Pearson III (test de Grubbs–Beck multiple)
frequency-no-today = Aucune mesure des trois derniers jours à placer sur la courbe
frequency-maximum = { $year } : { $value } le { $date }, { $days } jours mesurés, placé à { $period } ans
frequency-gev = GEV
frequency-gumbel = Gumbel
frequency-log-pearson = log-Pearson III
frequency-period = T (ans)
frequency-limits = 5 %–95 %
frequency-axis = Période de retour, ans (échelle de Gumbel) ; pâle au-delà du double de la série
frequency-today = Maintenant { $value } ({ $time })
frequency-placed = Atteint ou dépassé environ une fois en { $years } ans selon { $curve } (90 % : { $low } à { $high })
frequency-placed-alone = Atteint ou dépassé environ une fois en { $years } ans selon { $curve }
frequency-nearly-every-year = Atteint presque chaque année selon { $curve }
frequency-rarer = Plus rare qu’une fois en { $years } ans selon { $curve } ; { $n } années de série n’en disent pas plus
frequency-reached = Atteint dans { $k } années sur { $n }
frequency-other-series = Mesure d’une autre série que celle des maximums : une valeur instantanée est un peu haute face à des moyennes journalières

rain-gauges = Pluie aux stations, mm
rain-areas = Pluie sur les sous-bassins, mm
rain-states = États côte à côte, mm
rain-index = Indice
rain-heaviest-hour = Heure, 30 j
rain-heaviest-day = Jour, 30 j
rain-none = Rien n’est défini dans basin.toml
rain-until = jusqu’au { $time }
rain-until-daily = valeurs journalières, en arrière du { $time }
rain-silent = aucune pluie n’a jamais été transmise
rain-parts = { $present }/{ $expected }
rain-days-missing = { $n } j manq.
rain-size = { $area } km²
rain-by-distance = IDW { $mm }
rain-gauges-of = { $there }/{ $all }
rain-note-totals = Un cumul exige toutes ses parties ; ≥ marque ce qui est tombé avec certitude quand des parties manquent. Une durée plus courte que les parties d’une station n’a pas de valeur. Sous une valeur : le seuil atteint, ou combien de parties ou de stations sont là.
rain-note-areas = Sous-bassins : polygones de Thiessen des stations qui ont un cumul, refaits quand l’une manque ; IDW : poids selon l’inverse du carré de la distance. La valeur d’un État est la moyenne de ses sous-bassins selon leur surface. Sans correction d’altitude.
rain-note-index = Indice : pluie antérieure jusqu’à hier, réduite d’un dixième par jour ; aucun avant 28 jours observés de suite.
rain-note-day = { $agency } : les jours de pluie commencent à { $begins } ({ $clock }) ; les cumuls journaliers de voisins peuvent différer par le jour seul.
