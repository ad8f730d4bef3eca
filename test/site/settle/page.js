// What every page of this folder has: a button, an output, and `done()` for the last change that a click sets off.
window.button = document.querySelector('button');
window.output = document.querySelector('output');
window.done = () => {
  const at = Date.now();
  window.output.textContent = 'done';
  document.documentElement.dataset.done = String(at);
  // Nobody waits for a beacon, so this is not in the way of what is measured.
  navigator.sendBeacon(`/done?page=${location.pathname}&at=${at}`);
};
window.text = async (milliseconds) => await (await fetch(`/text?after=${milliseconds}`)).text();
