/** `/widget.js` until the built widget takes its place: puts the frame of `/embed` where its script tag stands. */
export const plainWidgetScript = `(() => {
  const script = document.currentScript;
  if (!script) return;
  const frame = document.createElement('iframe');
  frame.src = new URL('/embed', script.src).href;
  frame.title = 'Ask this portfolio';
  frame.width = '100%';
  frame.height = '600';
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups');
  script.after(frame);
})();
`;
