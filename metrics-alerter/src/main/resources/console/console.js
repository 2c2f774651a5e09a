// Makes a page that the server has drawn live. Without it, everything works but for that.
'use strict';
(() => {
  const body = document.body;
  const live = document.getElementById('live');
  const word = document.getElementById('live-word');
  const stale = document.getElementById('stale');
  const pause = document.getElementById('live-switch');

  // Ages: the server's clock is right, so theirs is counted on from what it said.
  const skew = Date.parse(body.dataset.now) - performance.timeOrigin - performance.now();
  const now = () => performance.timeOrigin + performance.now() + skew;

  function took(millis) {
    const seconds = Math.max(0, Math.floor(millis / 1000));
    const two = (most, unit, rest, restUnit) => rest === 0 ? `${most}${unit}` : `${most}${unit} ${rest}${restUnit}`;
    if (seconds >= 86400) return two(Math.floor(seconds / 86400), 'd', Math.floor(seconds / 3600) % 24, 'h');
    if (seconds >= 3600) return two(Math.floor(seconds / 3600), 'h', Math.floor(seconds / 60) % 60, 'm');
    if (seconds >= 60) return two(Math.floor(seconds / 60), 'm', seconds % 60, 's');
    return `${seconds}s`;
  }

  function countOn() {
    for (const age of document.querySelectorAll('time.age')) {
      const text = took(now() - Date.parse(age.dateTime));
      if (age.textContent !== text) age.textContent = text;
    }
  }

  // Live: one stream says how the parts look; what differs from what we have is fetched anew.
  let known = JSON.parse(body.dataset.prints);
  let stream = null;
  let heard = 0;
  let out = false;
  let paused = sessionStorage.getItem('paused') === 'yes';
  const patience = 25000;

  function say(tone, shape, text) {
    word.className = `mark is-${tone}`;
    word.replaceChildren(Object.assign(document.createElement('span'), {className: 'shape', ariaHidden: 'true', textContent: shape}), ` ${text}`);
  }

  function show() {
    if (!live) return;
    pause.hidden = false;
    pause.textContent = paused ? 'Go on' : 'Pause';
    const old = !paused && stream && now() - heard > patience;
    stale.hidden = !old && !out;
    if (out) {
      say('ours', '▲', 'logged out');
      const text = 'You are no longer logged in: load this page anew.';
      if (stale.textContent !== text) stale.textContent = text;
    } else if (paused) say('calm', '❚❚', 'paused');
    else if (old) {
      say('ours', '▲', 'stale');
      const text = `What is shown is of ${took(now() - heard)} ago: the console can't be reached. It is tried again.`;
      if (stale.textContent === '') stale.textContent = text;
    } else {
      stale.textContent = '';
      say('good', '●', 'live');
    }
  }

  function open() {
    if (!live || paused || out || stream) return;
    heard = now();
    stream = new EventSource('/live');
    stream.addEventListener('parts', event => {
      heard = now();
      const prints = JSON.parse(event.data);
      const changed = Object.keys(prints).filter(part => prints[part] !== known[part]);
      known = prints;
      if (changed.length > 0) changed.forEach(part => htmx.trigger(live, `live-${part}`));
      show();
    });
    stream.addEventListener('error', () => {
      if (stream && stream.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, 5000);
      }
    });
  }

  // What is new is read out only where a page says that it is worth that; the window's title has the alerts.
  const said = document.getElementById('said');
  const title = document.title.replace(/^\(\d+\) /, '');
  const sayings = () => [...document.querySelectorAll('[data-say]')].map(one => one.textContent).join(' ');
  let last = sayings();

  function tell() {
    const firing = document.querySelector('#firing-count .badge');
    document.title = firing ? `(${parseInt(firing.textContent, 10)}) ${title}` : title;
    if (sayings() !== last) said.textContent = last = sayings();
  }

  function close() {
    if (stream) stream.close();
    stream = null;
  }

  if (live) {
    pause.addEventListener('click', () => {
      paused = !paused;
      sessionStorage.setItem('paused', paused ? 'yes' : 'no');
      if (paused) close(); else open();
      show();
    });
    // A page that nobody sees costs nobody anything.
    document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
    // A login that is over leads nowhere without a person.
    document.addEventListener('htmx:responseError', event => {
      if (event.detail.xhr.status !== 401) return;
      out = true;
      close();
      show();
    });
    document.addEventListener('htmx:afterOnLoad', () => { countOn(); tell(); });
    // What moves slowly, such as a chart that somebody points at, looks anew less often.
    setInterval(() => { if (stream) htmx.trigger(live, 'live-minute'); }, 60000);
    open();
    show();
  }
  setInterval(() => { countOn(); show(); }, 1000);

  // Single keys; they can be switched off.
  if (body.dataset.shortcuts === 'on') {
    let first = '';
    document.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
      if (first === 'g') {
        const link = document.querySelector(`.sections a[data-key="${CSS.escape(event.key)}"]`);
        if (link) { event.preventDefault(); link.click(); }
        first = '';
      } else if (event.key === '/') {
        event.preventDefault();
        document.getElementById('search').focus();
      } else if (event.key === '?') {
        location.assign('/help');
      } else if (event.key === 'p' && live) {
        pause.click();
      } else {
        first = event.key;
      }
    });
  }
})();
