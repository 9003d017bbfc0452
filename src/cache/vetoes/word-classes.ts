/** Words that carry no topic, that only relate things, or that name the class of a thing. */
import { stem } from '../../text/terms.js';
import { baseForm } from './derived-words.js';

/** Say nothing about the topic: a question may have them or not. */
const genericWords = `
project system backend application product platform software solution thing stuff way part kind sort type thing work function go come
happen occur look like know think tell explain describe talk give say want wish try help see mean get let own overall general particular specific
certain various different several many much lot bit involve regard concern decision detail information info overview
summary idea able possible ever exist available serve do did done have has had is are was were be been being would could will shall use
you your yours i me mine my we our us they their them it its he his him she her the a an this that these those there here some any so such just
very of for to in on at with by from as about and or if than then while regarding concerning within inside during via through using please
main key take sit lie stand locate located face encounter manage familiar someone anyone people person word across between among around per upon
itself themselves yourself each one
`;

/** Say only that one thing belongs to another: "which X does Y use", "which X is Y built on", "which X are there in Y". */
const relationWords = `
use utilise employ choose pick select adopt build make create write implement base rely run power back drive have offer provide exist available contain include
consist comprise belong come list define give name know do play serve hold carry find present feature meet appear involve work see distinguish describe mention say
cover own keep need built written made chosen driven gave given kept held found ran chose wrote
`;

/** Verbs that say little of their own: "why add jitter to retries" is "why jitter in retries". */
const lightVerbs = `
add put get give take have bring introduce
`;

/** Name the class of what stands before them: "the bulkhead pattern" is the bulkhead. */
const classWords = `
pattern record keyword protocol algorithm concept technique mechanism approach method model process system tool file project figure claim number value entry command
library framework service problem principle feature service component style strategy stage phase property module technology language layer term operation task work code
`;

/** A set that is made when it is first asked: a process that answers one question has nothing to compare it with. */
function lazyStems(words: string): () => ReadonlySet<string> {
  let made: ReadonlySet<string> | undefined;
  return () => (made ??= new Set(words.trim().split(/\s+/).map(stem)));
}

const generic = lazyStems(genericWords);
const relations = lazyStems(relationWords);
const classes = lazyStems(classWords);
const light = lazyStems(lightVerbs);

/** True for a word that carries no topic. */
export function isGeneric(word: string): boolean {
  return generic().has(stem(baseForm(word))) || generic().has(stem(word));
}

/** True for a word that only says that one thing belongs to another. */
export function isRelation(word: string): boolean {
  return relations().has(stem(word)) && !/(?:tion|ment|age)s?$/.test(word);
}

/** True for a verb that may be left out. */
export function isLightVerb(word: string): boolean {
  return light().has(stem(baseForm(word)));
}

/** True for a noun that names the class of the word before it. */
export function isClassNoun(word: string): boolean {
  return classes().has(stem(word));
}
