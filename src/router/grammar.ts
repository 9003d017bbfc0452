/** Closed word lists of English that the router's rules share, as alternatives for regular expressions. No names, no topics. */

export const questionWords = 'what|which|who|whom|whose|when|where|why|how';
export const auxiliaries =
  "is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't";
export const determiners =
  'the|a|an|your|my|our|his|her|its|their|this|that|these|those|any|some|each|every|no';
export const pronouns = 'it|they|them|he|she|him|you|i|we|us|this|that|these|those|there';
export const requests =
  'explain|describe|list|compare|contrast|tell|show|give|walk|talk|name|summari[sz]e|write|discuss|outline|define|draft|compose|clarify|elaborate|enumerate|mention|create|pitch';
export const prepositions =
  'in|on|at|of|for|to|from|by|with|about|into|over|under|between|through|during|against|within|without|across|via|per|as|than|like|after|before|since|until|behind|among|toward|towards|upon';

const list = (words: string): ReadonlySet<string> => new Set(words.split('|'));
export const questionWordSet = list(questionWords);
export const auxiliarySet = list(auxiliaries);
export const determinerSet = list(determiners);
export const pronounSet = list(pronouns);
export const prepositionSet = list(prepositions);

/** Base forms of verbs that questions about work use most: they end a subject ("does the chat backend *use* ..."). */
export const commonVerbs: ReadonlySet<string> = new Set(
  (
    'use store handle work support run keep do have send need make take get know want like mean cost scale perform deal manage process ' +
    'return provide offer give contain include require depend rely differ compare relate connect communicate talk sync synchronise synchronize ' +
    'deliver detect prevent avoid protect secure encrypt hash validate verify authenticate authorise authorize limit throttle cache index search rank ' +
    'sort filter order paginate retry recover fail crash restart start stop deploy release build test monitor log measure track count update delete ' +
    'insert write read load save persist replicate shard partition balance route split merge resolve allocate assign generate create produce consume ' +
    'recommend suggest advise propose introduce add remove win award fund pay publish subscribe notify push pull poll stream render display show look behave react respond reply answer serve host expose accept reject refuse ' +
    'receive pass move migrate convert parse compile help improve reduce increase grow change solve address tackle tell say go come become belong ' +
    'happen exist begin end last live play win lose lead learn teach study choose pick prefer decide plan design implement develop maintain keep hold ' +
    'cover affect influence influenced cause lead allow enable let stand bring put set see find feel think believe call ' +
    'enforce guarantee ensure achieve apply share rotate expire revoke refresh issue sign bill charge pay earn sell buy ship expect represent form'
  ).split(' '),
);
