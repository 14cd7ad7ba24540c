//! The words of agencies, in their languages: quantities, statistics, roles of columns.

use std::collections::BTreeMap;

use crate::domain::{Quantity, Statistic};

/// Small letters without accents of Latin script; other scripts stay.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        match character {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'ă' | 'ą' | 'ā' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'đ' | 'ď' => folded.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' | 'ė' | 'ē' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ī' | 'į' => folded.push('i'),
            'ķ' => folded.push('k'),
            'ł' | 'ľ' | 'ĺ' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ő' => folded.push('o'),
            'ř' | 'ŕ' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ü' | 'ú' | 'ù' | 'û' | 'ů' | 'ű' | 'ū' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ž' | 'ź' | 'ż' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ё' => folded.push('е'),
            'ά' => folded.push('α'),
            'έ' => folded.push('ε'),
            'ή' => folded.push('η'),
            'ί' | 'ϊ' => folded.push('ι'),
            'ό' => folded.push('ο'),
            'ύ' | 'ϋ' => folded.push('υ'),
            'ώ' => folded.push('ω'),
            'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' =>
            {
                folded.push('a');
            }
            'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => folded.push('e'),
            'ị' | 'ỉ' | 'ĩ' => folded.push('i'),
            'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ợ' | 'ở' | 'ỡ' =>
            {
                folded.push('o');
            }
            'ụ' | 'ủ' | 'ũ' | 'ư' | 'ự' | 'ừ' | 'ứ' | 'ử' | 'ữ' => folded.push('u'),
            'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => folded.push('y'),
            '\u{307}' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// The words of a text: parted at everything but letters and digits, and where a small letter meets a capital.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut parted = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for character in text.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            parted.push(' ');
        }
        parted.push(if character.is_alphanumeric() {
            character
        } else {
            ' '
        });
        before = character;
    }
    fold(&parted)
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

const DISCHARGE: &str = "유량 อัตราการไหล ปริมาณน้ำ تصريف التصريف دبی دبي آبدهی प्रवाह निर्वहन बहाव প্রবাহ шығыны sarfi prurje протицај проток ხარჯი ծախս ספיקה пропуск discharge discharges flow flows streamflow riverflow inflow outflow release releases abfluss abflusse \
    abflussmenge durchfluss durchflusse durchflussmenge zufluss debit debits debitmoyen ecoulement caudal caudales gasto gastos vazao vazoes \
    descarga portata portate afvoer afvoeren debiet debieten przeplyw przeplywy prutok prutoky prietok prietoky \
    pretok pretoki pretoci protok protoci proticaj proticaji vizhozam vizhozamok debitul debite debitu virtaama virtaamat \
    vattenforing vannforing vandforing vooluhulk caurpludums debitas akim debi paroxi παροχη расход расходы \
    витрата витрати водне оток отток протока q 00060 流量 qualq streamflows cfs cumecs";
const STAGE: &str = "수위 ระดับน้ำ منسوب المنسوب تراز जलस्तर জলস্তর деңгейі sathi водостој დონე մակարդակ מפלס tma aras stage stages level levels waterlevel wasserstand wasserstande wasserspiegel wasserstandshohe pegel pegelstand pegelstande hauteur hauteurs niveau \
    niveaux nivel niveles niveis cota cotas altura alturas calado livello livelli waterstand waterstanden \
    waterhoogte waterpeil peil stan stany stav stavy hladina vodostaj vodostaji vizallas vizszint vizallasok nivelul cote \
    vedenkorkeus vattenstand vattenniva vannstand vandstand veetase limenis lygis seviye seviyesi σταθμη уровень уровни рiвень рівень рівні уровня \
    ниво водостой водостај h w 00065 水位 wl gaugeheight gageheight waterheight headwater tailwater";
const RAIN: &str = "강수량 강우량 우량 ฝน ปริมาณฝน أمطار هطول بارش بارندگی वर्षा বৃষ্টিপাত hujan reshje врнежи падавине nokrisni ნალექი տեղումներ גשם yogin rain rains rainfall precipitation precipitations precip prcp pcp ppt ptot pmm niederschlag niederschlage niederschlagshohe niederschlagssumme regen pluie \
    pluies pluviometrie precipitacion precipitaciones lluvia lluvias pluviometria chuva chuvas precipitacao pioggia \
    piogge precipitazione precipitazioni neerslag regenval opad opady srazky srazka uhrn zrazky padavine oborine kisa kise csapadek \
    precipitatii ploaie осадки осадков опади опадів валеж валежи падавини sademaara sade sadanta nederbord nedbor sademed nokrisni \
    krituliai yagis υετος βροχη βροχοπτωση p rr 降水 降水量 雨量 降雨 降雨量 00045";
const STORAGE: &str = "inhalt beckeninhalt content contents contenu contenido 저수량 ปริมาตรน้ำ storage stored speicherinhalt speichervolumen speicherfullung stauinhalt volume volumes volumen volumenes almacenamiento \
    almacenado embalsado embalse armazenamento armazenado invaso invasato berging pojemnosc objem objemy zasoba zasobni zapremina \
    obujam terfogat volumul retenue объем объемы об'єм обєм обем stv 貯水量 蓄水量";

/// Words of what is measured and not read here.
const OTHER: &str = "groundwater grundwasser grundwasserstand nappe piezometer piezometric freatico wave waves bed crest temperature temperatur temp temperatura wassertemperatur watertemperatuur teplota температура conductivity \
    leitfahigkeit conductividad wtemp ta tw conductivite ph oxygen sauerstoff turbidity trubung wind humidity feuchte evaporation evaporacion evaporacao verdunstung \
    evapo evap et etp snow schnee neige nieve neve sneeuw snieg snih radiation strahlung pressure druck velocity geschwindigkeit vitesse sediment \
    battery batterie voltage volt area catchment chloride nitrat salinity lufttemperatur ice thickness eisdicke \
    completeness coverage count n samples depth tiefe width breite";
/// Words of a quantity's change, limit or long-term figure.
const DERIVED: &str = "spende abflussspende specific spezifisch spezifischer capacity capacidad kapazitat capacite demand requirement normal datum zero nullpunkt change delta difference differenz diff anderung tendenz trend anomaly alarm warning warnung threshold schwelle \
    meldestufe limit seuil alerte umbral deviation stdev std percentile quantile rank return exceedance error uncertainty sigma \
    unsicherheit expected forecast predicted simulated sim vorhersage cumulative";

const MEAN: &str = "mean means avg average averaged mittel mittelwert mittelwerte mittlerer mittlere tagesmittel tagesmittelwert tagesmittelwerte stundenmittel mit moyen moyenne moyens qmj qmnj medio media medios \
    mediadiaria promedio promedios med gemiddelde gemiddeld daggemiddelde sredni srednia srednie prumer prumerny prumerna priemerny priemer srednji srednja srednje srednjak atlag kozep napi medie \
    средний средняя средние среднесуточный среднесуточные середня keskiarvo medel medelvarde middel dygnsmedel dogn ort ortalama moy gem";
const MAX: &str = "max maximum maxima maximo maximos maximal maximaal hochst hochstwert hochster maksimum maks maksymalny maksymalna najwyzszy massimo massima maximaler макс максимум максимальный";
const MIN: &str = "min minimum minima minimo minimos minimal minimaal tiefst tiefstwert niedrigster niedrigst minimalny minimalna najnizszy minimo minima мин минимум минимальный";
const SUM: &str = "sum summe total totals summen tagessumme tagessummen tagesniederschlag somme cumul cumule acumulado acumulada suma sumaria somma soma totaal dagsom toplam сумма";
const MOMENT: &str = "instantaneous instant instantane instantanee instantaneo instantanea momentan momentanwert momentwert einzelwert spot chwilowy okamzity okamzita punctual";

const DATE: &str = "날짜 일시 วันที่ ngay تاريخ تاریخ दिनांक तिथि তারিখ tanggal tarikh תאריך күні sana дата date datum fecha data dato datums dia day tag jour giorno dag den dzien ziua pvm paiva kuupaev data \
    дата день dt obsdate tarih nap 日付 日期 年月日 datumzeit dateobs ημερομηνια";
const TIME: &str = "시간 시각 เวลา gio وقت زمان ساعت समय সময় waktu jam masa שעה time zeit uhrzeit hora heure ora tijd godzina czas cas hodina ura vrijeme vreme ido idopont klockslag tid kello aika kell \
    время час hour saat 時刻 时间 時間 ωρα stunde";
const STAMP: &str = "epoch unixtime unix ts utctime datetime timestamp zeitpunkt zeitstempel zeitstempelutc tijdstip tijdstempel tidpunkt fechahora datahora dataora dateheure \
    datumuhrzeit termin terminpomiaru 日時 kellonaeg datumtijd zeitreihe timestart phenomenontime resulttime observed measured";
const YEAR: &str = "year yr yyyy jahr annee an ano anno jaar rok rik godina ev ar vuosi aasta год рiк рік година yil 年 anyo agno άτος ετος hydroyear wateryear";
const MONTH: &str = "month mon mth mo monat mois mes mese maand miesiac mesic mjesec mesec honap luna maned manad kuukausi kuu месяц мiсяць місяць ay 月 μηνας";
const DAY: &str =
    "day dy dd tag jour dia giorno dag dzien den dan nap ziua dygn paiva paev день gun 日 ημερα zi";
const HOUR: &str =
    "hour hr hh stunde heure hora ora uur godzina hodina ura sat ora time час saat 時";

const STATION: &str = "관측소 지점 สถานี tram محطة المحطة ایستگاه स्टेशन স্টেশন stasiun stesen תחנה бекет пункт 测站 站码 station stations stationsnummer stationnumber stationid stationno stationcode stnid stn sta site sites siteno sitecode gauge gage gaugeid gaugeno gaugenumber gagenumber \
    messstelle messstellen messstellennummer messstellennr messstellenr pegelnummer pegelname pegelnr estacion estaciones estacao estacaocodigo codigoestacion codestacion codestacao stazione stazioni postaja postaje stanice stanica \
    stacja posterunek allomas tornszam torzsszam statie statia meetpunt meetlocatie locatie locatiecode locationid location loc punto punkt posto post poste codestation codesite cdstation \
    stationcd пост станция станцiя станція станица havainto paikka paikkaid matapaikka istasyon σταθμος 観測所 测站 站名 站号 站点 \
    indroea dbmsnr dbcstanice dbc hzbnr hzb usgs reservoir dam talsperre barrage barragem presa embalsenombre zbiornik featureid monitoringlocationid";
/// Beginnings of words for quality and remarks.
const FLAG_STEMS: [&str; 14] = [
    "qual",
    "flag",
    "kvalit",
    "jakos",
    "calid",
    "valid",
    "remark",
    "bemerk",
    "coment",
    "comment",
    "status",
    "approv",
    "pruf",
    "kommentar",
];
/// Beginnings of words for a station in languages that change their ends.
const STATION_STEMS: [&str; 16] = [
    "station",
    "stacj",
    "stanic",
    "stanovis",
    "postaj",
    "posterun",
    "estaci",
    "estaca",
    "stazion",
    "messstell",
    "meetp",
    "allomas",
    "stati",
    "станц",
    "пост",
    "havaintop",
];
const NUMBER: &str = "код 코드 编码 代码 站码 站号 編號 コード 番号 sifra šifra tunnus index indeks kodi کد nr no num number nummer numero id code kod cod codigo cd key kennung kennziffer kennzahl ident sifra cislo azonosito szam nro broj identifier ref reference";
const NAME: &str = "name names nom nombre nome naam naziv nazwa nazev nev nume navn namn nimi ime название имя назва 名称 ad";
const FLAG: &str = "flag flags flagge quality qual qualitat qualite qualita qualidade calidad calidaddeldato kwaliteit kwaliteitsoordeel jakosc kvalita kvaliteta qc qa qaqc grade status statut state stato estado \
    stanje approval approved prufstatus prufvermerk freigabe freigabestatus qualifier qualifiers symbol sym remark remarks bemerkung bemerkungen kommentar comment comments observation \
    observaciones obs note notes nota validity validation validite confirmed konfirmasi kvalitetskod kvalitet granskning kontroll censor method methode metodo \
    interpolation nivelconsistencia consistencia uwagi poznamka opomba napomena megjegyzes maarke laatu marker flagcode дост примечание";
const UNIT: &str = "unit units einheit einheiten unite unites unidad unidades unidade unita eenheid jednostka jednotka jednotky enota jedinica mertekegyseg unitate enhet enhed yksikko uhik единица единицы \
    одиниця birim 単位 单位 uom unitofmeasure unitcode";
const PARAMETER: &str = "parameter parametre parametro parametr param parameters variable variabele messgrosse kenngrosse grosse grandeur grandezza magnitud magnitude grootheid grootheidcode quantity element velicina \
    wielkosc velicin observedproperty property measurement measurand sensor sensortype series type typ tipo wtype показатель параметр parametercode parametername parameternamn datatype serie phenomenon";
const VALUE: &str = "값 ค่า قيمة مقدار मान tiedot value values wert werte messwert messwerte valeur valeurs valor valores valore valori waarde waarden meetwaarde numeriekewaarde wartosc hodnota hodnoty vrednost vrijednost vrijednosti ertek ertekek \
    valoare valoarea varde verdi vaerdi arvo vaartus значение значения значення стойност deger 値 数値 数值 result resultvalue reading readings obsvalue data mesure measurement measured val pomiar";
const PLACE: &str = "lat latitude lon long longitude lng x y easting northing utm utmx utmy coord coordinate coordinates rechtswert hochwert breitengrad langengrad breite lange altitude elevation hohe epsg wgs84 \
    geometriepunt rwert hwert alt km riverkm river fluss gewasser rio cours basin";
const OFFSET: &str = "tz tzcd timezone zone zeitzone fuseau huso tijdzone utcoffset offset";
const START: &str = "start from begin beginn anfang inicio debut inizio begin van von desde od inicioperiodo poczatek zacetek";
const END: &str = "end to ende fin fine einde tot bis hasta do konec koniec until";
const INDEX: &str =
    "index idx row rownames rowid record rec lfdnr lfd objectid fid oid unnamed rownum seq";
const MISSING: &str = "na nan nd null none nil missing miss msg nodata nodatavalue brak bd brakdanych lucke luecke fehlt fehlend ausfall \
    keinwert leer sd sindato sindatos semdados keinedaten keindaten kad manquant manque lacune absent nc nodato ns nic chybi hianyzik нет отсутствует";

fn holds(list: &str, word: &str) -> bool {
    // Some scripts set no blanks between words.
    let is_joined = word.chars().any(|c| c >= '\u{e00}');
    list.split_whitespace().any(|known| {
        known == word
            || (is_joined
                && known.chars().count() > 1
                && known.starts_with(|c| c >= '\u{e00}')
                && word.contains(known))
    })
}

/// What role the name of a column speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Stamp,
    Date,
    Time,
    Year,
    Month,
    Day,
    Hour,
    Station,
    StationName,
    Flag,
    Unit,
    Parameter,
    Value,
    Place,
    Offset,
    Start,
    End,
    Index,
    Number,
}

/// Whether one of the words of a name speaks for a role.
pub(super) fn speaks(name: &str, role: Role) -> bool {
    let own = words(name);
    let joined: String = own.concat();
    let any = |list: &str| holds(list, &joined) || own.iter().any(|word| holds(list, word));
    match role {
        Role::Stamp => any(STAMP) || (any(DATE) && any(TIME)),
        Role::Date => any(DATE),
        Role::Time => any(TIME),
        Role::Year => any(YEAR),
        Role::Month => any(MONTH),
        Role::Day => any(DAY),
        Role::Hour => any(HOUR),
        Role::Station => {
            any(STATION)
                || own.iter().any(|word| {
                    STATION_STEMS.iter().any(|stem| word.starts_with(stem))
                        && quantity_of_word(word).is_none()
                })
        }
        Role::StationName => any(NAME),
        Role::Flag => {
            any(FLAG)
                || own
                    .iter()
                    .any(|word| FLAG_STEMS.iter().any(|stem| word.starts_with(stem)))
        }
        Role::Unit => {
            any(UNIT)
                || own.iter().any(|word| {
                    ["unit", "einheit", "jednost"]
                        .iter()
                        .any(|stem| word.starts_with(stem))
                })
        }
        Role::Parameter => any(PARAMETER) || own.iter().any(|word| word.starts_with("param")),
        Role::Value => any(VALUE),
        Role::Place => any(PLACE),
        Role::Offset => any(OFFSET),
        Role::Start => any(START),
        Role::End => any(END),
        Role::Index => any(INDEX),
        Role::Number => any(NUMBER),
    }
}

/// Every quantity that the words name; the list is empty for words of anything else.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let own = words(text);
    if own
        .iter()
        .any(|word| holds(OTHER, word) || holds(DERIVED, word))
    {
        return Vec::new();
    }
    let mut found: Vec<Quantity> = Vec::new();
    for word in &own {
        // A single letter in the middle of a sentence is no symbol.
        if word.chars().count() == 1 && own.len() > 4 {
            continue;
        }
        if let Some(quantity) = quantity_of_word(word)
            && !found.contains(&quantity)
        {
            found.push(quantity);
        }
    }
    // "Reservoir water level" and "storage level" are levels; "flow volume" is none of ours.
    if found.len() == 2 && found.contains(&Quantity::Stage) && found.contains(&Quantity::Storage) {
        found.retain(|quantity| *quantity == Quantity::Stage);
    }
    const PHRASES: [(&str, Quantity); 8] = [
        ("muc nuoc", Quantity::Stage),
        ("luu luong", Quantity::Discharge),
        ("luong mua", Quantity::Rain),
        ("tinggi muka air", Quantity::Stage),
        ("aras air", Quantity::Stage),
        ("सतह", Quantity::Stage),
        ("سطح آب", Quantity::Stage),
        ("जल स्तर", Quantity::Stage),
    ];
    if found.is_empty() {
        let joined = own.join(" ");
        found.extend(
            PHRASES
                .iter()
                .filter(|(words, _)| joined.contains(words))
                .map(|(_, quantity)| *quantity),
        );
    }
    if found.is_empty()
        && own.windows(2).any(|pair| {
            matches!(
                [pair[0].as_str(), pair[1].as_str()],
                ["gage" | "gauge" | "water" | "river", "height"]
                    | ["water", "elevation"]
                    | ["surface", "elevation"]
                    | ["reservoir", "elevation"]
                    | ["altezza", "idrometrica"]
                    | ["water", "surface"]
            )
        })
    {
        found.push(Quantity::Stage);
    }
    found
}

/// Whether words of several quantities stand in a name, such as "inflow volume": it is then none of them for sure.
pub(super) fn names_several(text: &str) -> bool {
    let mut found: Vec<Quantity> = words(text)
        .iter()
        .filter_map(|word| quantity_of_word(word))
        .collect();
    found.sort();
    found.dedup();
    found.len() > 1
}

fn quantity_of_word(word: &str) -> Option<Quantity> {
    let lists = [
        (DISCHARGE, Quantity::Discharge),
        (STAGE, Quantity::Stage),
        (RAIN, Quantity::Rain),
        (STORAGE, Quantity::Storage),
    ];
    let mut named = lists.iter().filter(|(list, _)| holds(list, word));
    if let Some((_, quantity)) = named.next() {
        return if named.next().is_some() {
            None
        } else {
            Some(*quantity)
        };
    }
    // A symbol with a statistic: Qmax, Hmin, Qmed; also with a number: Q1.
    let (symbol, rest) = word.split_at_checked(1)?;
    let quantity = match symbol {
        "q" => Quantity::Discharge,
        "h" | "w" => Quantity::Stage,
        _ => return compound(word, &lists),
    };
    let is_unit = rest.len() > 1 && crate::domain::Unit::parse(rest, quantity).is_some();
    if statistic_of_word(rest).is_some()
        || is_unit
        || matches!(rest, "d" | "j" | "h" | "t" | "m" | "mmd")
    {
        return Some(quantity);
    }
    compound(word, &lists)
}

/// A long word that begins or ends with a word of a quantity: `Tagesniederschlag`, `waterlevelcm`.
fn compound(word: &str, lists: &[(&str, Quantity); 4]) -> Option<Quantity> {
    let mut found = None;
    for (list, quantity) in lists {
        let near = list.split_whitespace().any(|known| {
            known.chars().count() >= 6 && (word.ends_with(known) || word.starts_with(known))
        });
        if near {
            if found.is_some() {
                return None;
            }
            found = Some(*quantity);
        }
    }
    found
}

/// Whether a word is the name of a month, a number of a day, month or hour, or a word that numbers one: names of
/// columns that count and are no stations.
pub(super) fn is_counting(name: &str) -> bool {
    let own = words(name);
    let last = own.last().map(String::as_str).unwrap_or_default();
    let digits: String = last.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let number = digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|number| number <= 31);
    number || super::grids::month(name).is_some()
}

/// Whether the words name something that is measured and not read here, or a figure derived from a quantity.
pub(super) fn is_other(text: &str) -> bool {
    words(text)
        .iter()
        .any(|word| holds(OTHER, word) || holds(DERIVED, word))
}

fn statistic_of_word(word: &str) -> Option<Statistic> {
    [
        (MEAN, Statistic::Mean),
        (MAX, Statistic::Max),
        (MIN, Statistic::Min),
        (SUM, Statistic::Sum),
        (MOMENT, Statistic::Instantaneous),
    ]
    .into_iter()
    .find(|(list, _)| holds(list, word))
    .map(|(_, statistic)| statistic)
}

/// The statistic that the words name, if it is one.
pub(super) fn statistic(text: &str) -> Option<Statistic> {
    let mut found = None;
    for word in words(text) {
        let symbol = word.strip_prefix(['q', 'h', 'w']).unwrap_or(&word);
        let said = statistic_of_word(&word).or_else(|| statistic_of_word(symbol));
        match (found, said) {
            (None, Some(said)) => found = Some(said),
            (Some(known), Some(said)) if known != said => {
                // "Mean daily maximum" says nothing that is certain.
                return None;
            }
            _ => {}
        }
    }
    found
}

/// How many words with letters outside ASCII a text holds that agencies are known to write, and signs of units.
pub(super) fn known_words(text: &str) -> usize {
    const LISTS: [&str; 14] = [
        DISCHARGE, STAGE, RAIN, STORAGE, DATE, TIME, STATION, FLAG, UNIT, VALUE, YEAR, MONTH, MEAN,
        MISSING,
    ];
    // With their letters: alone, `²` is a part of many characters in other encodings.
    let signs = ["m³", "m²", "ft³", "°C"]
        .iter()
        .map(|sign| text.matches(sign).count() * 3)
        .sum::<usize>();
    // Flags stand in every row: each word is looked up once.
    let mut met: BTreeMap<&str, bool> = BTreeMap::new();
    let named = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| {
            !word.is_ascii()
                && (word.chars().count() > 2
                    || word.starts_with(|c| c >= '\u{2e80}') && word.chars().count() == 2)
        })
        .filter(|word| {
            let known = || LISTS.iter().any(|list| holds(list, &fold(word)));
            *met.entry(word).or_insert_with(known)
        })
        .count();
    signs + named * 2
}

/// Whether a cell of a value column says that there is no value.
pub(super) fn is_missing_word(cell: &str) -> bool {
    let text = cell.trim();
    if text.is_empty() {
        return true;
    }
    // Errors of a spreadsheet are faults and no statement.
    if text.starts_with('#') {
        return false;
    }
    let marks = text.chars().all(|c| "-–—_.*?/…$".contains(c));
    if marks {
        return text.chars().count() <= 8;
    }
    let bare: String = fold(text).chars().filter(|c| c.is_alphabetic()).collect();
    let letters_only = text
        .chars()
        .all(|c| c.is_alphabetic() || " ./-_()".contains(c));
    letters_only && (holds(MISSING, &bare) || matches!(bare.as_str(), "m" | "x"))
}

/// Whether a key or a remark of the header speaks of a code for "no value".
pub(super) fn speaks_of_missing(text: &str) -> bool {
    let folded = fold(text);
    [
        "missing",
        "no data",
        "nodata",
        "fehlwert",
        "fehlend",
        "lucken",
        "ausfall",
        "manquant",
        "lacune",
        "sin dato",
        "sem dado",
        "brak danych",
        "ontbrek",
        "geen waarde",
        "no value",
        "novalue",
        "chybej",
        "nedostaj",
        "отсутств",
        "пропуск",
        "hianyz",
        "mancant",
        "absent",
        "saknas",
        "undefined",
    ]
    .iter()
    .any(|words| folded.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_known_in_many_languages() {
        use Quantity::{Discharge, Rain, Stage, Storage};
        for (text, expect) in [
            ("Abfluss (m3/s)", &[Discharge][..]),
            ("Débit", &[Discharge]),
            ("discharge_cfs", &[Discharge]),
            ("waterLevel", &[Stage]),
            ("Wasserstand", &[Stage]),
            ("Stan wody [cm]", &[Stage]),
            ("Průtok", &[Discharge]),
            ("Vodostaj (cm)", &[Stage]),
            ("Tagesniederschlag", &[Rain]),
            ("Precipitación diaria", &[Rain]),
            ("Volumen embalsado (hm³)", &[Storage]),
            ("Расход воды", &[Discharge]),
            ("уровень воды", &[Stage]),
            ("Qmax", &[Discharge]),
            ("Q_m3s", &[Discharge]),
            ("流量", &[Discharge]),
            ("Gage height", &[Stage]),
            ("Reservoir level", &[Stage]),
            ("Water temperature", &[]),
            ("Level change", &[]),
            ("value", &[]),
        ] {
            assert_eq!(quantities(text), expect, "{text}");
        }
    }

    #[test]
    fn statistics_and_missing_words_are_known() {
        assert_eq!(statistic("Tagesmittel"), Some(Statistic::Mean));
        assert_eq!(statistic("Qmin"), Some(Statistic::Min));
        assert_eq!(statistic("Caudal medio diario"), Some(Statistic::Mean));
        assert_eq!(statistic("Q"), None);
        for word in [
            "---",
            "NA",
            "n/a",
            "Lücke",
            "brak danych",
            "s/d",
            "-",
            "M",
            "NaN",
        ] {
            assert!(is_missing_word(word), "{word}");
        }
        for word in ["Ice", "<0.05", "12.5e", "#REF!", "#N/A", "dry"] {
            assert!(!is_missing_word(word), "{word}");
        }
    }
}
