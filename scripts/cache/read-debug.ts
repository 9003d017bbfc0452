import { readQuestion } from '../../src/cache/vetoes/reading.js';
import { plainWording } from '../../src/cache/vetoes/phrases.js';
import { differentRoles } from '../../src/cache/vetoes/roles.js';
const lex = { names: new Map([['go','go'],['ruby','ruby'],['redis','redis'],['mysql','mysql']]), longestName: 1 };
for (const line of process.argv.slice(2)) {
  const rs = line.split(' | ').map(q => readQuestion(q, lex));
  line.split(' | ').forEach((q, i) => { console.log(plainWording(q), '::', rs[i]!.aspects.join(), '::', rs[i]!.content.map(t => `${t.meaning}${t.isVerb?'/v':''}${t.isGeneric?'/g':''}${t.isRelation?'/r':''}${t.isClass?'/c':''}@${t.role}`).join(' '), JSON.stringify(rs[i]!.flags)); });
  if (rs.length > 1) console.log('   roles differ', differentRoles(rs[0]!.content, rs[1]!.content));
}
