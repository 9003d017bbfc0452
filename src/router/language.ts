/** Is this question English? By script, then by small words that no English sentence has. Short queries of names are English enough. */
import { readWords } from './words.js';

const foreign: ReadonlySet<string> = new Set(
  (
    // Spanish, Portuguese
    'qué que cuál cual cuáles cuales quién quien cómo como cuándo cuando dónde donde porqué por para una uno los las del usas usa está están tienes tiene hay ¿qué sobre con tu sus mi ' +
    'qual quais quem quando onde não você foi são uma dos das isso seu sua tem fale você é como mais ' +
    // French
    'quel quelle quels quelles quoi pourquoi où quand est-ce est sont une des les dans avec sur vous avez utilisé êtes quelqu mes vos votre parlez-moi expliquez décrivez combien fait ça ' +
    // German
    'welche welcher welches welchen wie warum wieso weshalb wer wo wann womit ist sind hast haben habt du sie ich nicht und mit für über ein eine einen dein deine deinen ihre wurde wurden kannst gibt zwischen unterschied erkläre benutzt verwendet ' +
    // Italian
    'quale quali perché perchè dove quando chi che cosa è sono hai usi usato della delle nel nella degli tuo tua tuoi spiegami parlami ' +
    // Dutch, Scandinavian
    'welke hoe waarom wie wat waar wanneer heb je jij het een gebruikt niet zijn voor hvordan hvorfor hvad hva hvilken hvilke vad hur varför vilken vilka är och har jeg ikke det som ' +
    // Polish, Czech, Turkish, Romanian, Indonesian, Vietnamese
    'jak jaki jaka jakie dlaczego czy kto gdzie kiedy jest są nie masz używasz proč jaký jaká kde nasıl neden hangi nedir ne mi bir için ile ce este sunt cum cine unde apa bagaimana mengapa siapa yang dengan adalah'
  ).split(' '),
); // prettier-ignore
/** Foreign small words that English also has or that names often hold: they never count. */
const shared: ReadonlySet<string> = new Set(
  'que usa por para con sur les des los las del das dos mi tu ne hay mes ist sind chi een com har det som hva ce cum wat du sie wer wo je ich como het che una uno bir ile sus fait tem mais seu'.split(
    ' ',
  ),
);
const english: ReadonlySet<string> = new Set(
  'the what how is are does did you which of and to with for why who where when have has can could would your i a an in it was were do explain tell me about between on from that this use used my write'.split(
    ' ',
  ),
);

/** Share of letters of another script from which a question counts as written in it. */
const otherScript = 0.3;

/** True when the question is in a language other than English. Names and technology words alone do not tell a language. */
export function isForeign(question: string): boolean {
  const letters = question.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return false;
  const other = letters.filter((letter) => !/\p{Script=Latin}|\p{Script=Common}/u.test(letter)).length;
  if (letters.length > 1 && other / letters.length >= otherScript) return true;
  const words = readWords(question).map((word) => word.lower);
  if (words.length < 3) return /^[¿¡]/.test(question);
  let strong = 0;
  let weak = 0;
  let native = 0;
  for (const word of words) {
    if (english.has(word)) native++;
    else if (shared.has(word)) weak++;
    else if (foreign.has(word)) strong++;
  }
  const accented = words.filter((word) => /[à-öø-ÿāăąćčďđęěğıłńňőřśşšťůűźžż]/.test(word)).length;
  if (/^[¿¡]/.test(question)) return native < 2;
  return (
    (strong >= 1 && strong + weak + Math.min(accented, 1) >= native + 1) ||
    (strong >= 1 && native === 0) ||
    (weak >= 2 && native === 0 && accented > 0)
  );
}
