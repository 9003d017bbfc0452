/** Elements from data. Text becomes text nodes; there is no way from a string to HTML here. */

type Child = Node | string | undefined | false;

interface Properties {
  readonly class?: string;
  readonly onClick?: () => void;
  readonly [attribute: string]: string | number | boolean | undefined | (() => void);
}

/** `true` sets an empty attribute, `false` and undefined leave it out. */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { onClick, ...attributes }: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || typeof value === 'function') continue;
    element.setAttribute(attribute, value === true ? '' : String(value));
  }
  if (onClick !== undefined) element.addEventListener('click', onClick);
  element.append(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
  return element;
}

/** A link that opens in a tab of its own and tells it nothing. `url` must be checked already. */
export function link(url: string, ...children: readonly Child[]): HTMLAnchorElement {
  return create('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...children);
}

const shapes = {
  send: 'M12 19V5m-6 6 6-6 6 6',
  stop: 'M7 7h10v10H7z',
  close: 'M6 6l12 12M18 6 6 18',
  restart: 'M5 12a7 7 0 1 0 2-5M7 3v4h4',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  up: 'M7 11v9H4v-9zm0 0 4-7c1.5 0 2.3 1 2 2.5L12.500 10H19l-1.600 10H7',
  down: 'M17 13V4h3v9zm0 0-4 7c-1.500 0-2.300-1-2-2.500l.5-3.500H5L6.600 4H17',
  out: 'M9 6h9v9M18 6 7 17',
  more: 'M7 10l5 5 5-5',
  unknown:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17v.01',
  warning: 'M12 4 2.500 20h19zM12 10v4.500M12 17.500v.01',
} as const;
export type IconName = keyof typeof shapes;

export function icon(name: IconName): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}
