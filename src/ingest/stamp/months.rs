//! Names of months in the languages of agencies.

use encoding_rs::{Encoding, ISO_8859_7, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// Full names, cases and abbreviations of the twelve months, in small letters.
///
/// A word that names two months in two languages is left out, so that it is refused and not guessed: `listopad` is
/// October in Croatian and November in Polish and Czech, `lip` June or July, `srp` July or August.
const NAMES: [&str; 12] = [
    "ene enero gen gennaio ian ianuarie jaan jaanuar jan janeiro januar januari january január januára \
     janv janvier janvāris jän jänner led leden ledna oca ocak sausio sausis sij siječanj siječnja sty \
     styczeń stycznia tammi tammikuu ιαν ιανουάριος ιανουαρίου січ січень січня янв январь января януари \
     јан јануар",
    "feb febbraio feber febr febrero februar februari februarie february február februára februāris fev \
     fevereiro fév févr février helmi helmikuu lut lutego luty vasario vasaris veebr veebruar velj \
     veljača veljače úno únor února şub şubat φεβ φεβρουάριος φεβρουαρίου лют лютий лютого феб фебруар \
     фев февраль февраля февруари",
    "bře březen března kovas kovo maalis maaliskuu maart mar marca march marec mars mart martie marts \
     marzec marzo março mrt mrz márc március mär märts märz ožu ožujak ožujka μάρτιος μαρ μαρτίου бер \
     березень березня мар март марта",
    "abr abril apr april aprile aprilie aprill apríl apríla aprīlis avr avril balandis balandžio dub \
     duben dubna huhti huhtikuu kwi kwiecień kwietnia nis nisan tra travanj travnja ápr április απρ \
     απρίλιος απριλίου апр апрель апреля април кві квітень квітня",
    "gegužė gegužės kvě květen května mag maggio mai maijs maio maj maja may mayo mayıs mei máj mája \
     május svi svibanj svibnja touko toukokuu μάιος μαΐου μαϊ май мая мај тра травень травня",
    "birželio birželis cze czerwca czerwiec giu giugno haz haziran iun iunie juin jun june junho juni \
     junij junio juuni jún júna június jūn jūnijs kesä kesäkuu lipanj lipnja červen června čvn ιουν \
     ιουνίου ιούνιος июн июнь июня чер червень червня юни јун",
    "heinä heinäkuu iul iulie juil juillet jul julho juli julij julio july juuli júl júla július jūl \
     jūlijs liepa liepos lipca lipiec lug luglio srpanj srpnja tem temmuz července červenec čvc ιουλ \
     ιουλίου ιούλιος июл июль июля лип липень липня юли јул",
    "ago agosto aoû août aug august augusta augusti augusts augustus augusztus avg avgust ağu ağustos elo \
     elokuu kol kolovoz kolovoza rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna αυγ αυγούστου \
     αύγουστος авг август августа сер серпень серпня",
    "eyl eylül rugsėjis rugsėjo ruj rujan rujna sep sept septembar september septembra septembre \
     septembrie septembris septiembre set setembro setiembre sett settembre syys syyskuu szept szeptember \
     wrz wrzesień września zář září σεπ σεπτέμβριος σεπτεμβρίου вер вересень вересня сен сент сентябрь \
     сентября сеп септембар септември",
    "eki ekim loka lokakuu oct october octobre octombrie octubre okt oktobar oktober oktobris oktoober \
     október októbra ott ottobre out outubro paź październik października spalio spalis říj říjen října \
     οκτ οκτωβρίου οκτώβριος жов жовтень жовтня окт октобар октомври октябрь октября",
    "kas kasım lapkritis lapkričio marras marraskuu noi noiembrie nov novembar november novembra novembre \
     novembris novembro noviembre stu studeni studenoga νοέμβριος νοε νοεμβρίου лис листопад листопада \
     нов новембар ноември ноя нояб ноябрь ноября",
    "ara aralık dec decembar december decembra decembrie decembris des desember dets detsember dez \
     dezember dezembro dic dicembre diciembre déc décembre gru grudnia grudzień gruodis gruodžio joulu \
     joulukuu pro prosinac prosinca prosince prosinec δεκ δεκέμβριος δεκεμβρίου гру грудень грудня дек \
     декабрь декабря декември дец децембар",
];

/// How the bytes of a name are read when they are no UTF-8.
const ENCODINGS: [&Encoding; 4] = [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, ISO_8859_7];

/// The longest name in bytes.
const LONGEST: usize = 40;

/// The month, from 1, whose name stands at the front of `bytes`, with or without a full stop, and what is left.
pub(super) fn take(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let len = bytes
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
        .count();
    let (name, rest) = bytes.split_at_checked(len)?;
    let month = if std::str::from_utf8(name).is_ok() {
        month(name, UTF_8)?
    } else {
        ENCODINGS
            .iter()
            .find_map(|encoding| month(name, encoding))?
    };
    Some((month, rest.strip_prefix(b".").unwrap_or(rest)))
}

fn month(name: &[u8], encoding: &'static Encoding) -> Option<i64> {
    let name = encoding.decode_without_bom_handling(name).0.to_lowercase();
    let at = NAMES
        .iter()
        .position(|names| names.split(' ').any(|known| known == name))?;
    i64::try_from(at + 1).ok().filter(|_| !name.is_empty())
}
