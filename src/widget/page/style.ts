/** Styles around the frame, as a constructed sheet: no style element that a policy could refuse. `!important` inside a shadow root beats the page's. */

export const launcherRules = `:host{all:initial!important;position:fixed!important;bottom:0!important;right:0!important;z-index:2147483647!important}
:host(.left){right:auto!important;left:0!important}
button{position:absolute;bottom:20px;right:20px;display:flex;align-items:center;gap:8px;height:52px;padding:0 20px 0 16px;border:1px solid transparent;border-radius:99px;background:var(--accent);color:var(--ink);font:600 15px system-ui;white-space:nowrap;cursor:pointer;box-shadow:0 8px 24px #0005}
button:focus-visible{outline:3px solid;outline-offset:-6px}
svg{width:24px;fill:none;stroke:currentColor;stroke-width:2;}
dialog{position:absolute;background:none;inset:auto 20px 84px auto;box-sizing:border-box;width:min(412px,100vw - 40px);height:min(700px,100vh - 104px);max-width:none;max-height:none;margin:0;padding:0;overflow:hidden;border:1px solid #8886;border-radius:18px;box-shadow:0 24px 64px #0005}
:host(.left) :is(button,dialog){right:auto;left:20px}
@media(max-width:480px){dialog{position:fixed;inset:var(--top,0) 0 auto!important;width:100%;height:var(--height);border:0;border-radius:0}[open]+button{visibility:hidden}}
@media(prefers-reduced-motion:no-preference){dialog{animation:a .2s}@keyframes a{from{opacity:0;translate:0 10px}}}`;

export const inlineRules = `:host{all:initial!important;display:block!important;height:var(--askfolio-height,600px)!important;border:1px solid #8886!important;border-radius:18px!important;overflow:hidden!important}
:host([hidden]){display:none!important}`;

/** The shadow root of the element, new or not, under these rules. */
export function styled(element: HTMLElement, rules: string): ShadowRoot {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${rules}iframe{display:block;width:100%;height:100%;border:0}p{margin:24px}`);
  root.adoptedStyleSheets = [sheet];
  return root;
}
