/** Replies that need no evidence: greetings, thanks, what the assistant can do, and the kinds of request that are turned down. */
import type { AnswerStatus } from '../domain/answer.js';
import type { QuestionKind } from '../domain/plan.js';

export interface CannedReply {
  readonly status: AnswerStatus;
  readonly answer: string;
}

function withSuggestions(text: string, suggestions: readonly string[]): string {
  if (suggestions.length === 0) return text;
  return `${text}\n\n${suggestions
    .slice(0, 3)
    .map((suggestion) => `- ${suggestion}`)
    .join('\n')}`;
}

const greeting =
  'Hello! I answer questions about my work from my own write-ups, and I cite where each answer comes from. You could ask:';
const openings: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:thank|thanks|thx|cheers|appreciate)/i,
    'You are welcome. If you would like to know more, you could ask:',
  ],
  [
    /\b(?:bye|goodbye|see you|later|good night|farewell|take care)\b/i,
    'Goodbye, and thank you for your interest. Next time you could ask:',
  ],
  [
    /\b(?:bot|robot|human|person|ai|machine|language model|llm|real|who (?:are|am)|what are you)\b/i,
    'I am the assistant of this portfolio: I answer in its owner’s name, with sentences from the owner’s own write-ups, and say where each comes from. You could ask:',
  ],
  [
    /\b(?:what|which|how)\b.*\b(?:can|could|should|may|do|does)\b|^\W*(?:help|start|menu)\b/i,
    'You can ask what I built, how and why, which projects use a technology, whether I have worked with something, how two things compare, or for a short pitch. I answer from my write-ups alone and cite them. For example:',
  ],
];

/** The reply for a question that retrieval has no part in; undefined for every other kind. */
export function cannedReply(
  kind: QuestionKind,
  question: string,
  suggestions: readonly string[],
): CannedReply | undefined {
  switch (kind) {
    case 'smalltalk': {
      const opening = openings.find(([said]) => said.test(question))?.[1] ?? greeting;
      return { status: 'small_talk', answer: withSuggestions(opening, suggestions) };
    }
    case 'credentials':
      return {
        status: 'off_topic',
        answer:
          'I do not share passwords, keys or other credentials, and they are removed before my write-ups are indexed. I am happy to explain how access is handled in a project instead.',
      };
    case 'instructions':
      return {
        status: 'off_topic',
        answer: 'I do not show my prompt or configuration. Ask me about my projects instead.',
      };
    case 'injection':
      return {
        status: 'off_topic',
        answer:
          'I only answer questions about my work and do not follow instructions that change how I answer. Ask me about my projects instead.',
      };
    case 'language':
      return {
        status: 'off_topic',
        answer: 'I can only answer questions asked in English. Please ask again in English.',
      };
    case 'off_topic':
      return {
        status: 'off_topic',
        answer: withSuggestions(
          'That is outside what my write-ups are about, so I cannot answer it. You could ask:',
          suggestions,
        ),
      };
    default:
      return undefined;
  }
}
