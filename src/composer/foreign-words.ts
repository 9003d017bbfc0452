/** Numbers and negations in other languages, for the check of translated sentences. A language that is missing here is checked by its figures and names alone. */

const values = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 50, 60, 100, 1000];

const numberWords: Readonly<Record<string, string>> = {
  de: 'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig fünfzig sechzig hundert tausend',
  fr: 'deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cinquante soixante cent mille',
  es: 'dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cincuenta sesenta cien mil',
  it: 'due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta cinquanta sessanta cento mille',
  pt: 'dois três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta cinquenta sessenta cem mil',
  nl: 'twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig vijftig zestig honderd duizend',
  sv: 'två tre fyra fem sex sju åtta nio tio elva tolv femton tjugo trettio femtio sextio hundra tusen',
  pl: 'dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście piętnaście dwadzieścia trzydzieści pięćdziesiąt sześćdziesiąt sto tysiąc',
};

/** Whole words that turn what a sentence says; for scripts without spaces, pieces of text. */
const negations: Readonly<Record<string, RegExp>> = {
  de: words('nicht kein keine keinen keinem keiner keines nie niemals ohne weder nichts niemand'),
  fr: words('ne n pas jamais sans aucun aucune ni rien'),
  es: words('no nunca jamás sin ningún ninguna ninguno ni nada nadie tampoco'),
  it: words('non mai senza nessun nessuno nessuna né niente nulla'),
  pt: words('não nunca jamais sem nenhum nenhuma nem nada ninguém'),
  nl: words('niet geen nooit zonder noch niets niemand'),
  sv: words('inte ingen inget inga aldrig utan'),
  da: words('ikke ingen intet aldrig uden'),
  nb: words('ikke ingen ingenting aldri uten'),
  pl: words('nie nigdy bez żaden żadna żadne żadnego żadnej ani nic nikt'),
  ru: words('не нет ни никогда без'),
  uk: words('не ні ніколи без'),
  ja: /ない|なく|なかっ|ません|ずに|せず/u,
  zh: /不(?![同仅僅但])|没|沒|无|無|未|别/u,
  ko: /않|못|없|아니|안 /u,
};

function words(list: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list.split(' ').join('|')})(?!\\p{L})`, 'iu');
}

function baseOf(language: string): string {
  return language.toLowerCase().split('-')[0] ?? language;
}

/** Whether a text negates something; undefined for a language that is not known here. */
export function negates(text: string, language: string): boolean | undefined {
  return negations[baseOf(language)]?.test(text);
}

/** Values of the number words of a text, as digits. */
export function numberWordsIn(text: string, language: string): string[] {
  const list = (numberWords[baseOf(language)] ?? '').split(' ');
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).flatMap((word) => {
    const value = values[list.indexOf(word)];
    return value === undefined ? [] : [String(value)];
  });
}
