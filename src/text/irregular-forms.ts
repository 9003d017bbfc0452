/** Past forms of English verbs that share no stem with their verb. Knows no nouns: "deployment" is no form of "deploy". */

/** Each entry: the verb, then its forms. */
const forms = `
beat beaten|begin began begun|bite bitten|blow blew blown|break broke broken|bring brought|build built
buy bought|catch caught|choose chose chosen|come came|deal dealt|die dying died|draw drew drawn
drive drove driven|fall fell fallen|feed fed|feel felt|fight fought|find found|fly flew flown
forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown
hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|learn learnt|leave left
lend lent|light lit|lose lost|make made|mean meant|meet met|overcome overcame|pay paid|rebuild rebuilt
redo redid|rewrite rewrote rewritten|ride rode ridden|ring rang|rise rose risen|run ran|say said
see saw seen|sell sold|send sent|shake shook|shoot shot|show shown|shrink shrank shrunk|sing sang|sit sat
sleep slept|speak spoke|spend spent|stand stood|steal stole stolen|stick stuck|strike struck|sweep swept
swim swam|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
understand understood|undo undid undone|wake woke woken|wear wore worn|win won|write wrote written
`;

const verbs = new Map(
  forms
    .trim()
    .split(/[|\n]/)
    .flatMap((entry) => {
      const [verb = '', ...past] = entry.split(' ');
      return past.map((form) => [form, verb] as const);
    }),
);

/** The verb of an irregular past form in lower case ("wrote" -> "write"); undefined for any other word. */
export function verbOfPast(form: string): string | undefined {
  return verbs.get(form);
}
