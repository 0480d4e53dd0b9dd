// Touchpoint chat: one script tag puts it on a page.
//   <script src="https://chat.example.com/widget.js" async data-title="Ask us"></script>
// Attributes, all optional: data-title, data-greeting, data-accent (a CSS colour), data-lang (en, de, fr, es),
// data-placement (right, left), data-theme (auto, light, dark), data-open (opened at once).
// A click on any element of the page with the attribute data-touchpoint-open opens the chat.
// Customers who have signed in: data-token (a JWT), or touchpoint.signIn(token or a function that gets one) once
// document has the event touchpoint:ready; touchpoint.signOut() forgets them. With data-sign-in nothing is shown or
// connected before one of the two is called. The event touchpoint:refused (detail: reason, retryable) asks for another.
(() => {
  "use strict";

  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  if (!script || document.querySelector("touchpoint-chat")) return;
  const option = script.dataset;
  const address = new URL("ws", script.src);
  address.protocol = address.protocol.replace("http", "ws");

  // What is said, per language. The page's own language decides unless data-lang does.
  const TEXTS = {
    en: {
      title: "Chat with us", greeting: "Hello! How can we help you today?", open: "Open chat", close: "Close chat",
      write: "Write a message…", send: "Send message", you: "You", human: "Our team", automated: "Automated answer",
      connecting: "Connecting…", online: "We are here", lost: "Connection lost. Trying again…", offline: "You are offline", refused: "Please sign in again.",
      over: "Start over", still: "Are you still there?", here: "Yes, go on",
      sending: "Sending", sent: "Delivered", read: "Read", failed: "Not delivered", again: "Try again", typing: "An answer is being written",
      attach: "Send a file", odd: "This file is too large, or not of a kind we take",
      log: "Conversation", unread: (n) => (n === 1 ? "1 new message" : n + " new messages"),
    },
    de: {
      title: "Chatten Sie mit uns", greeting: "Guten Tag! Wie können wir helfen?", open: "Chat öffnen", close: "Chat schließen",
      write: "Nachricht schreiben…", send: "Nachricht senden", you: "Sie", human: "Unser Team", automated: "Automatische Antwort",
      connecting: "Verbindung wird aufgebaut…", online: "Wir sind da", lost: "Verbindung unterbrochen. Neuer Versuch…", offline: "Sie sind offline", refused: "Bitte melden Sie sich erneut an.",
      over: "Neu beginnen", still: "Sind Sie noch da?", here: "Ja, weiter",
      sending: "Wird gesendet", sent: "Zugestellt", read: "Gelesen", failed: "Nicht zugestellt", again: "Erneut versuchen", typing: "Eine Antwort wird geschrieben",
      attach: "Datei senden", odd: "Diese Datei ist zu groß, oder ihre Art geht hier nicht",
      log: "Unterhaltung", unread: (n) => (n === 1 ? "1 neue Nachricht" : n + " neue Nachrichten"),
    },
    fr: {
      title: "Discutez avec nous", greeting: "Bonjour ! Comment pouvons-nous vous aider ?", open: "Ouvrir le chat", close: "Fermer le chat",
      write: "Écrivez un message…", send: "Envoyer le message", you: "Vous", human: "Notre équipe", automated: "Réponse automatique",
      connecting: "Connexion…", online: "Nous sommes là", lost: "Connexion perdue. Nouvel essai…", offline: "Vous êtes hors ligne", refused: "Veuillez vous reconnecter.",
      over: "Recommencer", still: "Êtes-vous toujours là ?", here: "Oui, continuer",
      sending: "Envoi", sent: "Remis", read: "Lu", failed: "Non remis", again: "Réessayer", typing: "Une réponse est en cours",
      attach: "Envoyer un fichier", odd: "Fichier trop volumineux, ou type non accepté",
      log: "Conversation", unread: (n) => (n === 1 ? "1 nouveau message" : n + " nouveaux messages"),
    },
    es: {
      title: "Hable con nosotros", greeting: "¡Hola! ¿En qué podemos ayudarle?", open: "Abrir el chat", close: "Cerrar el chat",
      write: "Escriba un mensaje…", send: "Enviar mensaje", you: "Usted", human: "Nuestro equipo", automated: "Respuesta automática",
      connecting: "Conectando…", online: "Estamos aquí", lost: "Conexión perdida. Reintentando…", offline: "Sin conexión", refused: "Inicie sesión de nuevo.",
      over: "Empezar de nuevo", still: "¿Sigue ahí?", here: "Sí, continuar",
      sending: "Enviando", sent: "Entregado", read: "Leído", failed: "No entregado", again: "Reintentar", typing: "Se está escribiendo una respuesta",
      attach: "Enviar un archivo", odd: "Archivo demasiado grande, o de un tipo no admitido",
      log: "Conversación", unread: (n) => (n === 1 ? "1 mensaje nuevo" : n + " mensajes nuevos"),
    },
  };
  const language = (option.lang || document.documentElement.lang || navigator.language || "en").slice(0, 2).toLowerCase();
  const say = { ...(TEXTS[language] || TEXTS.en) };
  if (option.title) say.title = option.title;
  if (option.greeting) say.greeting = option.greeting;

  // ---- What is remembered in this tab: the conversation's token and what was said ---------------------------------

  const KEY = "touchpoint " + address.href;
  const MOST_ENTRIES = 100;
  const MOST_CHARS = 200000;
  // An entry: {id, who: "you" | "human" | "automated", parts: [text or {file}], at,
  // state: "upload" | "pending" | "sent" | "failed"}. A file that was not uploaded yet has no id.
  const memory = { resume: null, signedIn: false, open: false, unread: 0, entries: [] };
  // A device that one person uses after another: how long in which nobody is there makes it the next person's.
  let resetAfter = 0;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (kept && Array.isArray(kept.entries)) Object.assign(memory, kept);
  } catch { /* blocked or broken: the chat works without a memory */ }

  function remember() {
    while (memory.entries.length > MOST_ENTRIES || memory.entries.length > 1 && size() > MOST_CHARS) {
      const oldest = memory.entries.findIndex((entry) => entry.state !== "pending");
      if (oldest < 0) break;
      memory.entries.splice(oldest, 1);
    }
    try {
      if (resetAfter) sessionStorage.removeItem(KEY); else sessionStorage.setItem(KEY, JSON.stringify(memory));
    } catch { /* full or blocked */ }
  }
  const size = () => memory.entries.reduce((sum, entry) => sum + entry.parts.join("").length, 0);
  const entryOf = (id) => memory.entries.find((entry) => entry.id === id);
  const pending = () => memory.entries.filter((entry) => entry.state === "pending");

  // crypto.randomUUID is missing on pages that are not served over HTTPS.
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  // ---- The look ---------------------------------------------------------------------------------------------------

  const CSS = `
:host{all:initial;--accent:#3d3bdb;--on-accent:#fff;--paper:#fff;--ground:#f5f6fb;--ink:#171a2b;--soft:#5a6078;--line:#e2e5f0;--edge:#1114330f;--theirs:#fff;--bad:#b3261e;--good:#17803d;--warn-bg:#fff4d6;--warn-ink:#6b4700}
:host([data-dark]){--paper:#1e2130;--ground:#151823;--edge:#343950;--ink:#f0f1f8;--soft:#a9aec4;--line:#30344a;--theirs:#242839;--bad:#ffb4ab;--good:#7ad99a;--warn-bg:#3a2f10;--warn-ink:#ffe1a0}
*,*::before,*::after{box-sizing:border-box}
.root{position:fixed;z-index:2147483000;inset:auto 24px 24px auto;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:var(--ink);-webkit-font-smoothing:antialiased}
.left{inset:auto auto 24px 24px}
button{font:inherit;color:inherit;border:0;background:none;padding:0;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
svg{display:block;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.launcher{position:relative;display:grid;place-items:center;width:60px;height:60px;margin-left:auto;border-radius:50%;background:var(--accent);background-image:linear-gradient(145deg,#ffffff2e,#0000001f);color:var(--on-accent);box-shadow:0 6px 16px #1114332e,0 16px 40px #11143338;transition:transform .18s ease,box-shadow .18s ease}
.left .launcher{margin:0 auto 0 0}
.launcher:hover{transform:translateY(-2px) scale(1.03)}
.launcher:active{transform:scale(.96)}
.launcher svg{grid-area:1/1;width:28px;height:28px;transition:transform .22s ease,opacity .16s ease}
.launcher .i-x{opacity:0;transform:rotate(-60deg) scale(.6)}
.is-open .launcher .i-x{opacity:1;transform:none}
.is-open .launcher .i-bubble{opacity:0;transform:rotate(60deg) scale(.6)}
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#d3224a;color:#fff;font-size:12px;font-weight:700;line-height:22px;text-align:center;box-shadow:0 0 0 3px var(--paper)}
.badge:empty{display:none}
.panel{position:absolute;bottom:78px;right:0;display:flex;flex-direction:column;width:392px;height:min(640px,calc(100vh - 126px));height:min(640px,calc(100dvh - 126px));overflow:hidden;border-radius:20px;background:var(--ground);box-shadow:0 0 0 1px var(--edge),0 12px 28px #11143324,0 32px 80px #11143338;transform-origin:bottom right;visibility:hidden;opacity:0;transform:translateY(14px) scale(.97);transition:opacity .18s ease,transform .22s cubic-bezier(.2,.9,.3,1.1),visibility 0s .22s}
.left .panel{right:auto;left:0;transform-origin:bottom left}
.is-open .panel{visibility:visible;opacity:1;transform:none;transition-delay:0s}
header{display:flex;align-items:center;gap:12px;padding:16px 14px 16px 18px;background:var(--accent);background-image:linear-gradient(145deg,#ffffff26,#00000024);color:var(--on-accent)}
.mark{display:grid;place-items:center;flex:none;width:42px;height:42px;border-radius:14px;background:#ffffff29}
.mark svg{width:24px;height:24px}
h2{margin:0;font-size:16.5px;font-weight:650;line-height:1.25;letter-spacing:-.01em;overflow-wrap:anywhere}
.who{flex:1;min-width:0}
.state{display:flex;align-items:center;gap:7px;margin-top:2px;font-size:13px}
.state::before{content:"";flex:none;width:8px;height:8px;border-radius:50%;background:#ffd66b}
[data-link=online] .state::before{background:#6df09a;box-shadow:0 0 0 3px #6df09a40}
.close{display:grid;place-items:center;flex:none;width:40px;height:40px;border-radius:12px}
.close:hover{background:#ffffff29}
.over{display:none;padding:8px 12px;border-radius:12px;background:#ffffff29;font-size:13px;font-weight:600}
.is-shared .over{display:block}
.still{display:none;align-items:center;justify-content:space-between;gap:12px;padding:10px 18px;background:var(--warn-bg);color:var(--warn-ink)}
.is-alone .still{display:flex}
.still button{padding:8px 14px;border-radius:12px;background:var(--accent);color:var(--on-accent);font-weight:600}
header :focus-visible{outline-color:var(--on-accent);outline-offset:-3px}
.close svg{width:20px;height:20px}
.banner{display:none;padding:8px 18px;background:var(--warn-bg);color:var(--warn-ink);font-size:13px}
[data-link=lost] .banner,[data-link=refused] .banner{display:block}
.log{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:18px 16px 8px;scrollbar-width:thin;scrollbar-color:var(--line) transparent}
.log:focus-visible{outline-offset:-3px}
.entry{display:flex;flex-direction:column;align-items:flex-start;margin:0 0 12px;max-width:86%}
.entry.mine{align-items:flex-end;margin-left:auto}
.text{padding:10px 14px;border-radius:18px 18px 18px 6px;background:var(--theirs);box-shadow:0 0 0 1px var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
.text+.text{margin-top:4px}
.mine .text{border-radius:18px 18px 6px 18px;background:var(--accent);color:var(--on-accent);box-shadow:none}
.mine.pending .text{opacity:.86}
.meta{display:flex;align-items:center;gap:5px;margin:4px 6px 0;font-size:12px;color:var(--soft)}
.meta svg{width:14px;height:14px}
.failed .meta{color:var(--bad)}
.again{font-weight:650;text-decoration:underline;text-underline-offset:2px}
.typing .text{display:flex;gap:5px;padding:14px 16px}
.typing i{width:7px;height:7px;border-radius:50%;background:var(--soft);animation:tp-dot 1.2s infinite ease-in-out}
.typing i:nth-child(2){animation-delay:.16s}
.typing i:nth-child(3){animation-delay:.32s}
@keyframes tp-dot{0%,60%,100%{opacity:.35;transform:none}30%{opacity:1;transform:translateY(-3px)}}
.new{animation:tp-in .22s ease-out}
@keyframes tp-in{from{opacity:0;transform:translateY(8px)}}
form{display:flex;align-items:flex-end;gap:8px;margin:0 12px 12px;padding:6px 6px 6px 14px;border-radius:18px;background:var(--paper);box-shadow:0 0 0 1px var(--line),0 2px 8px #1114330d}
form:focus-within{box-shadow:0 0 0 2px var(--accent)}
textarea{flex:1;min-width:0;max-height:128px;margin:0;padding:8px 0;border:0;outline:0;resize:none;background:none;color:var(--ink);font:inherit;line-height:1.4}
textarea:focus-visible{outline:0}
textarea::placeholder{color:var(--soft);opacity:1}
.send{display:grid;place-items:center;flex:none;width:40px;height:40px;border-radius:13px;background:var(--accent);color:var(--on-accent);transition:opacity .15s,transform .15s}
.send:active{transform:scale(.94)}
.send[aria-disabled=true]{background:var(--line);color:var(--soft);cursor:default}
.send svg,.clip svg{width:20px;height:20px}
.clip{flex:none;padding:10px 0;color:var(--soft)}
.file{text-align:start;text-decoration:underline}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:480px){
.root{inset:auto 16px calc(16px + env(safe-area-inset-bottom)) auto}.left{inset:auto auto calc(16px + env(safe-area-inset-bottom)) 16px}
.panel,.left .panel{position:fixed;inset:0;width:auto;height:100vh;height:100dvh;border-radius:0;padding-bottom:env(safe-area-inset-bottom)}
header{padding-top:calc(14px + env(safe-area-inset-top))}
.is-open .launcher{visibility:hidden}
textarea{font-size:16px}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}.typing i{opacity:.8}}
@media (forced-colors:active){.panel,.text,.launcher,.send,form{border:1px solid}.send[aria-disabled=true]{opacity:.5}}
`;

  const ICONS = {
    bubble: "M21 11.5a8.5 8.5 0 0 1-12.4 7.6L3 21l1.9-5.6A8.5 8.5 0 1 1 21 11.5ZM8.5 11.5h.01M12.5 11.5h.01M16.5 11.5h.01",
    x: "M6 6l12 12M18 6 6 18",
    down: "M6 9l6 6 6-6",
    mark: "M4 12a8 8 0 0 1 16 0M4 12v3a2 2 0 0 0 2 2h1v-6H5M20 12v3a2 2 0 0 1-2 2h-1v-6h2M17 17c0 2-2 3-5 3",
    send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
    clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L15 7",
    clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    check: "M4 12.5 9.5 18 20 6.5",
    alert: "M12 8v5M12 16.5h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  };

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function button(kind, attributes, ...children) {
    return element("button", { class: kind, type: "button", ...attributes }, ...children);
  }

  function icon(name) {
    const SVG = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "i-" + name);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  const host = element("touchpoint-chat");
  const shadow = host.attachShadow({ mode: "open" });
  if ("adoptedStyleSheets" in shadow && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS); // not inline style, so a page's strict style-src does not mind it
    shadow.adoptedStyleSheets = [sheet];
  } else {
    shadow.append(element("style", {}, CSS));
  }

  const badge = element("span", { class: "badge", "aria-hidden": "true" });
  const launcher = button(
    "launcher",
    { "aria-haspopup": "dialog", "aria-controls": "panel", "aria-expanded": "false" },
    icon("bubble"), icon("x"), badge);
  const state = element("span", { class: "state", role: "status" });
  const closer = button("close", { "aria-label": say.close }, icon("down"));
  const over = button("over", {}, say.over);
  const here = button("here", {}, say.here);
  const still = element("div", { class: "still", role: "alert" });
  const banner = element("div", { class: "banner", "aria-hidden": "true" }, say.lost);
  const log = element("div", { class: "log", role: "log", "aria-label": say.log, "aria-live": "polite", tabindex: "0" });
  const input = element("textarea", { rows: "1", "aria-label": say.write, placeholder: say.write, maxlength: "16000", enterkeyhint: "send" });
  const sender = button("send", { type: "submit", "aria-label": say.send, "aria-disabled": "true" }, icon("send"));
  const picker = element("input", { type: "file", hidden: "" });
  const clip = button("clip", { hidden: "", "aria-label": say.attach }, icon("clip"));
  const form = element("form", { novalidate: "" }, picker, clip, input, sender);
  const panel = element(
    "section",
    { class: "panel", id: "panel", role: "dialog", "aria-label": say.title, "data-link": "idle" },
    element("header", {}, element("span", { class: "mark" }, icon("mark")), element("div", { class: "who" }, element("h2", {}, say.title), state), over, closer),
    banner, still, log, form);
  const root = element("div", { class: option.placement === "left" ? "root left" : "root", lang: TEXTS[language] ? language : "en" }, panel, launcher);
  shadow.append(root);

  const isOpen = () => root.classList.contains("is-open");

  // A colour of the page's choice gets the ink that can be read on it (WCAG 2 relative luminance).
  if (option.accent && CSS_color(option.accent)) {
    host.style.setProperty("--accent", option.accent);
    const [r, g, b] = CSS_color(option.accent).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    host.style.setProperty("--on-accent", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.24 ? "#14162a" : "#fff");
  }
  function CSS_color(text) {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen || !window.CSS || !window.CSS.supports("color", text)) return null;
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }

  // Dark only where the page itself can be dark, or where it asks for it.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    const pageMay = getComputedStyle(document.documentElement).colorScheme.includes("dark");
    host.toggleAttribute("data-dark", option.theme === "dark" || option.theme !== "light" && pageMay && dark.matches);
  }
  dark.addEventListener("change", paint);

  // ---- What is shown ----------------------------------------------------------------------------------------------

  const shown = new Map(); // id -> element
  const typing = element(
    "div", { class: "entry typing" },
    element("div", { class: "text" }, element("i"), element("i"), element("i"), element("span", { class: "hidden" }, say.typing)));

  function show(entry, fresh) {
    const mine = entry.who === "you";
    const speaker = mine ? say.you : entry.who === "human" ? say.human : say.automated;
    const box = element("div", { class: "entry" + (mine ? " mine" : "") + (fresh ? " new" : ""), "data-id": entry.id || "" });
    entry.parts.forEach((part, i) => {
      const text = element("div", { class: "text", dir: "auto" });
      if (i === 0) text.append(element("span", { class: "hidden" }, speaker + ": "));
      text.append(part.file ? link(part.file) : part); // a text node: whatever it holds, it is never markup
      box.append(text);
    });
    box.append(element("div", { class: "meta" }));
    shown.set(entry.id, box);
    log.append(box);
    mark(entry);
    if (typing.isConnected) appendTyping();
    scroll();
  }

  function mark(entry) {
    const box = shown.get(entry.id);
    if (!box) return;
    const mine = entry.who === "you";
    const meta = box.lastChild;
    const time = entry.at ? new Date(entry.at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" }) : "";
    box.classList.toggle("pending", entry.state === "pending");
    box.classList.toggle("failed", entry.state === "failed");
    if (!mine) {
      meta.replaceChildren((entry.who === "human" ? say.human : say.automated) + (time && " · " + time));
    } else if (entry.state === "failed") {
      const again = button("again", {}, say.again);
      again.onclick = () => retry(entry);
      meta.replaceChildren(icon("alert"), entry.odd || say.failed);
      // After a reload the browser has a file no more.
      if (!entry.odd && (!isHere(entry) || files.has(entry.id))) meta.append(" · ", again);
    } else {
      const sent = entry.state === "sent", read = sent && entry.id === memory.read;
      meta.replaceChildren(time, icon(sent ? "check" : "clock"), element("span", { class: read ? "seen" : "hidden" }, read ? say.read : sent ? say.sent : say.sending));
    }
  }

  function scroll() { log.scrollTop = log.scrollHeight; }

  // Two may be on at once: an answer is awaited, and a person writes. Nobody hears more than once between two answers.
  let awaited = false, typist = 0, announced = false;

  function showTyping(on) {
    awaited = on;
    drawTyping();
  }

  // Whoever answers says it again and again while it lasts; a word that is lost must not last for ever.
  function personTypes(on) {
    clearTimeout(typist);
    typist = on && setTimeout(personTypes, 6000);
    drawTyping();
  }

  function drawTyping() {
    if (!awaited && !typist) typing.remove();
    else if (!typing.isConnected) { appendTyping(); scroll(); }
  }

  function appendTyping() {
    typing.setAttribute("aria-hidden", announced);
    announced = true;
    log.append(typing);
  }

  function showUnread() {
    badge.textContent = memory.unread ? String(Math.min(memory.unread, 99)) : "";
    const label = isOpen() ? say.close : say.open;
    launcher.setAttribute("aria-label", memory.unread ? label + ", " + say.unread(memory.unread) : label);
  }

  function showLink(link) {
    panel.dataset.link = link;
    banner.textContent = link === "refused" ? say.refused : say.lost;
    const text = { online: say.online, refused: say.refused, lost: navigator.onLine === false ? say.offline : say.connecting }[link] || say.connecting;
    if (state.textContent !== text) state.textContent = text;
  }

  // ---- The connection ---------------------------------------------------------------------------------------------

  const FIRST_RETRY = 300, SLOWEST_RETRY = 20000, SILENCE = 10000, MOST_TRIES = 8, MOST_IN_FLIGHT = 8;
  let socket = null;      // the one socket, from its birth to its close
  let welcomed = false;   // the server knows who we are
  let leaving = null;     // how long to wait before connecting anew, once the server sent us away
  let failures = 0;       // connections in a row that never got to a welcome
  let token = "token" in option ? () => option.token : null; // who the customer is; never remembered
  let held = "signIn" in option && !token; // nobody connects before the page has said who is there
  let timer = 0, watchdog = 0, bannerTimer = 0;
  let told = 0, mute = false; // how far the server knows what was read here; whether it is told at all
  const inFlight = new Set();
  const tries = new Map();

  function connect() {
    clearTimeout(timer);
    if (socket || held || navigator.onLine === false && failures > 0) return;
    if (panel.dataset.link === "idle") showLink("connecting");
    told = 0;
    const mine = socket = new WebSocket(address);
    mine.onopen = () => greet(mine);
    mine.onmessage = (event) => { if (mine === socket) receive(JSON.parse(event.data)); };
    mine.onclose = (event) => {
      // A replica of a former version does not know that frame; it is not worth a connection each time.
      if (event.reason.startsWith("type:")) mute = true;
      if (mine === socket) closed();
    };
    expectAnswer();
  }

  async function greet(mine) {
    const hello = { type: "hello", ...(memory.resume ? { resume: memory.resume, after: memory.after } : {}) };
    try {
      if (token) hello.token = String(await token());
    } catch {
      if (mine === socket) { refused({ reason: "missing", retryable: true }); mine.close(); }
      return;
    }
    if (mine === socket) transmit(hello);
  }

  // ---- Who the customer is ----------------------------------------------------------------------------------------

  function signIn(source) {
    // What was said nameless stays before their eyes, but the conversation that is theirs is another. What somebody
    // said who was signed in is shown again once it is known that they are the same.
    if (memory.signedIn) hide(); else forget();
    token = typeof source === "function" ? source : () => source;
    anew();
  }

  function signOut() {
    token = null;
    clear();
    anew();
  }

  function anew() {
    held = false;
    failures = 0;
    if (socket) { leaving = 0; socket.close(); } else if (panel.dataset.link !== "idle" || pending().length) connect();
  }

  function forget() {
    memory.resume = null;
    memory.signedIn = false;
    delete memory.after;
    remember();
  }

  function hide() {
    memory.entries.forEach((entry) => { const box = shown.get(entry.id); if (box) box.remove(); shown.delete(entry.id); });
  }

  function reveal() {
    if (memory.entries.every((entry) => shown.has(entry.id))) return;
    hide();
    memory.entries.forEach((entry) => show(entry));
  }

  function clear() {
    hide();
    memory.entries = [];
    memory.unread = 0;
    delete memory.read;
    inFlight.clear();
    tries.clear();
    files.clear();
    showTyping(false);
    personTypes(false);
    showUnread();
    forget();
  }

  function refused(frame) {
    // Another token may be good, the same one only later.
    if (!frame.retryable) { held = true; showLink("refused"); }
    document.dispatchEvent(new CustomEvent("touchpoint:refused", { detail: { reason: frame.reason, retryable: frame.retryable } }));
  }

  function transmit(frame) { socket.send(JSON.stringify(frame)); }

  // Whatever is sent is answered by some frame at once; a server that stays silent is not there any more.
  function expectAnswer() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => { const gone = socket; closed(); if (gone) gone.close(); }, SILENCE);
  }

  function closed() {
    clearTimeout(watchdog);
    socket = null;
    inFlight.clear();
    showTyping(false);
    personTypes(false);
    failures = welcomed ? 0 : failures + 1;
    const wait = leaving !== null ? leaving
      : failures === 0 ? Math.random() * FIRST_RETRY
      : Math.min(SLOWEST_RETRY, 1000 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
    welcomed = false;
    leaving = null;
    // A change of server takes less than this and is nobody's business.
    clearTimeout(bannerTimer);
    if (held) return;
    bannerTimer = setTimeout(() => showLink("lost"), 1200);
    timer = setTimeout(connect, wait);
  }

  function flush() {
    if (!welcomed || leaving !== null) return;
    for (const entry of pending()) {
      if (inFlight.has(entry.id)) continue;
      if (inFlight.size >= MOST_IN_FLIGHT || entry.notBefore > Date.now()) break;
      inFlight.add(entry.id);
      const file = entry.parts[0].file;
      transmit({ type: "message", id: entry.id, ...(file ? { attachments: [file.id] } : { text: entry.parts[0] }) });
      expectAnswer();
    }
  }

  function receive(frame) {
    clearTimeout(watchdog);
    switch (frame.type) {
      case "welcome":
        // It was somebody else who signed in here before: what is not shown is not for these eyes.
        if (memory.signedIn && !frame.resumed) memory.entries = memory.entries.filter((entry) => shown.has(entry.id));
        reveal();
        memory.signedIn = frame.signedIn === true;
        shared(frame.resetAfterMs || 0);
        taken = frame.attachments;
        clip.hidden = !taken;
        if (taken) picker.accept = taken.contentTypes.join();
        memory.resume = frame.resume;
        if (!frame.resumed) delete memory.after;
        remember();
        welcomed = true;
        clearTimeout(bannerTimer);
        showLink("online");
        flush();
        tellRead();
        break;
      case "typing":
        (frame.inReplyTo ? showTyping : personTypes)(frame.on !== false);
        break;
      case "read":
        readUpTo(frame.id);
        break;
      case "reply":
        reply(frame);
        attended();
        break;
      case "renewed":
        memory.resume = frame.resume;
        break;
      case "reset":
        startOver();
        break;
      case "accepted":
        if (frame.resume) memory.resume = frame.resume;
        settle(frame.id, "sent");
        break;
      case "rejected":
        rejected(frame);
        break;
      case "refused":
        refused(frame);
        break;
      case "goaway":
        leaving = frame.reconnectAfterMs;
        break;
    }
  }

  // Only the last one says so: what stands above it was read too.
  function readUpTo(id) {
    const former = entryOf(memory.read), entry = entryOf(id);
    if (!entry) return;
    memory.read = id;
    remember();
    if (former) mark(former);
    mark(entry);
  }

  // What came while nobody could see it is told once somebody can.
  function tellRead() {
    if (mute || !welcomed || leaving !== null || !isOpen() || document.hidden || !(memory.after > told)) return;
    told = memory.after;
    transmit({ type: "read", seq: told });
  }

  function reply(frame) {
    if (inFlight.size <= 1) showTyping(false);
    personTypes(false);
    announced = false;
    if (frame.seq > (memory.after ?? -1)) memory.after = frame.seq; // from there on the server brings what we miss
    tellRead();
    if (entryOf(frame.id)) return; // had it before the connection broke
    const entry = {
      id: frame.id,
      who: frame.author === "Human" ? "human" : "automated",
      parts: frame.parts.map((part) => (part.file ? { file: part.file } : String(part.text))),
      at: Date.now(),
    };
    memory.entries.push(entry);
    if (!isOpen()) { memory.unread++; showUnread(); }
    remember();
    show(entry, true);
  }

  function settle(id, how) {
    inFlight.delete(id);
    tries.delete(id);
    if (how === "sent") files.delete(id);
    const entry = entryOf(id);
    if (entry && entry.state === "pending") {
      entry.state = how;
      delete entry.notBefore;
      remember();
      mark(entry);
    }
    if (!inFlight.size) showTyping(false);
    flush();
  }

  function rejected(frame) {
    const tried = (tries.get(frame.id) || 0) + 1;
    tries.set(frame.id, tried);
    if (!frame.retryable || tried >= MOST_TRIES) { settle(frame.id, "failed"); return; }
    inFlight.delete(frame.id);
    if (!inFlight.size) showTyping(false);
    const entry = entryOf(frame.id);
    if (!entry) return;
    const wait = Math.max(frame.retryAfterMs || 0, 500) * (1 + Math.random() * Math.min(tried, 4));
    entry.notBefore = Date.now() + wait;
    setTimeout(flush, wait + 10);
  }

  function retry(entry) {
    if (files.has(entry.id)) { upload(entry); return; }
    entry.state = "pending";
    delete entry.notBefore;
    remember();
    mark(entry);
    input.focus();
    connect();
    flush();
  }

  // ---- Files ------------------------------------------------------------------------------------------------------

  let taken;              // which files the connector takes
  const files = new Map(); // id of an entry -> a file that is not sent yet
  const isHere = (entry) => entry.parts[0].file && !entry.parts[0].file.id;

  async function call(path, request) {
    request.headers = { ...request.headers, Authorization: "Bearer " + memory.resume };
    if (token) request.headers["Touchpoint-Sign-In"] = await token();
    const answer = await fetch(new URL("attachments" + path, script.src), request);
    if (!answer.ok) throw answer;
    return answer;
  }

  function link(file) {
    const size = file.size < 1e6 ? Math.ceil(file.size / 1e3) + " kB" : (file.size / 1e6).toFixed(1) + " MB";
    const name = button("file", {}, file.name + " (" + size + ")");
    name.onclick = async () => {
      try {
        const href = URL.createObjectURL(await (await call("/" + file.id, {})).blob());
        element("a", { href, download: file.name }).click();
        setTimeout(() => URL.revokeObjectURL(href), 60000);
      } catch { /* it is gone, or we are offline */ }
    };
    return name;
  }

  function attach(file) {
    const { name, size, type } = file;
    const entry = { id: uuid(), who: "you", parts: [{ file: { name, size } }], at: Date.now(), state: "upload" };
    if (!size || size > taken.maxSize || !taken.contentTypes.includes(type)) {
      show({ ...entry, state: "failed", odd: say.odd }, true);
      return;
    }
    files.set(entry.id, file);
    memory.entries.push(entry);
    show(entry, true);
    upload(entry);
  }

  async function upload(entry) {
    const file = files.get(entry.id);
    entry.state = "upload";
    mark(entry);
    try {
      const answer = await call("", {
        method: "POST", body: file,
        headers: { "Content-Type": file.type, "Content-Disposition": "attachment; filename*=UTF-8''" + encodeURIComponent(file.name) },
      });
      // As the button knows it too.
      Object.assign(entry.parts[0].file, await answer.json());
      entry.state = "pending";
    } catch {
      entry.state = "failed";
    }
    remember();
    mark(entry);
    flush();
  }

  clip.onclick = () => picker.click();
  picker.onchange = () => { [...picker.files].forEach(attach); picker.value = ""; };

  // ---- A device that one person uses after another ----------------------------------------------------------------

  let aloneTimer = 0, resetTimer = 0, lastPresent = 0;

  function shared(millis) {
    const begins = millis && !resetAfter;
    resetAfter = millis;
    root.classList.toggle("is-shared", millis > 0);
    if (begins) remember();
    attended();
  }

  // Somebody is there; the connector is told often enough that it does not think otherwise.
  function attended() {
    clearTimeout(aloneTimer);
    clearTimeout(resetTimer);
    if (!resetAfter) return;
    root.classList.remove("is-alone");
    still.replaceChildren();
    aloneTimer = setTimeout(alone, Math.max(resetAfter - 15000, resetAfter * 2 / 3));
    resetTimer = setTimeout(startOver, resetAfter);
  }

  function touched() {
    if (!resetAfter) return;
    attended();
    if (welcomed && leaving === null && Date.now() - lastPresent > resetAfter / 12) {
      lastPresent = Date.now();
      transmit({ type: "present" });
      expectAnswer();
    }
  }

  function alone() {
    if (!memory.entries.length && !input.value) return; // there is nothing to lose
    root.classList.add("is-alone");
    still.append(element("span", {}, say.still), here);
  }

  // The next person finds a chat that was never used. Nothing is connected until they touch it.
  function startOver() {
    token = null;
    clear();
    input.value = "";
    grow();
    root.classList.remove("is-alone");
    still.replaceChildren();
    clearTimeout(aloneTimer);
    clearTimeout(resetTimer);
    clearTimeout(timer);
    clearTimeout(watchdog);
    clearTimeout(bannerTimer);
    const gone = socket;
    socket = null;
    welcomed = false;
    leaving = null;
    failures = 0;
    if (gone) gone.close();
    showLink("idle");
    if (isOpen() && !("open" in option)) close();
  }

  over.onclick = () => { startOver(); input.focus(); };
  ["pointerdown", "keydown"].forEach((touch) => addEventListener(touch, () => {
    if (resetAfter && !socket && isOpen()) connect();
    touched();
  }, true));

  // ---- What the customer does -------------------------------------------------------------------------------------

  function open(focus) {
    root.classList.add("is-open");
    launcher.setAttribute("aria-expanded", "true");
    memory.open = true;
    memory.unread = 0;
    remember();
    showUnread();
    scroll();
    tellRead();
    connect();
    if (focus) input.focus({ preventScroll: true });
  }

  function close() {
    root.classList.remove("is-open");
    launcher.setAttribute("aria-expanded", "false");
    memory.open = false;
    remember();
    showUnread();
    launcher.focus({ preventScroll: true });
  }

  function grow() {
    input.style.height = "auto";
    input.style.height = input.scrollHeight + "px";
    sender.setAttribute("aria-disabled", String(!input.value.trim()));
  }

  function submit() {
    const text = input.value.trim();
    if (!text) return;
    const entry = { id: uuid(), who: "you", parts: [text], at: Date.now(), state: "pending" };
    memory.entries.push(entry);
    remember();
    show(entry, true);
    input.value = "";
    grow();
    connect();
    flush();
  }

  launcher.onclick = () => (isOpen() ? close() : open(true));
  closer.onclick = close;
  form.onsubmit = (event) => { event.preventDefault(); submit(); input.focus(); };
  input.oninput = grow;
  input.onkeydown = (event) => {
    // While an input method composes, Enter chooses a word and sends nothing.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  };
  root.onkeydown = (event) => { if (event.key === "Escape" && isOpen()) { event.stopPropagation(); close(); } };
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-touchpoint-open]")) open(true);
  });
  const wake = () => { if (!socket && panel.dataset.link !== "idle") { failures = 0; connect(); } };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { wake(); tellRead(); } });

  // ---- The start --------------------------------------------------------------------------------------------------

  function start() {
    // Whoever was signed in and is not any more has left nothing behind.
    if (memory.signedIn && !token && !held) clear();
    document.body.append(host);
    paint();
    showLink("idle");
    show({ id: "greeting", who: "human", parts: [say.greeting] });
    memory.entries.forEach((entry) => { delete entry.notBefore; if (entry.state === "upload") entry.state = "failed"; if (!memory.signedIn) show(entry); });
    showUnread();
    grow();
    // Nobody costs a connection who has not asked for one.
    if (memory.open || !memory.entries.length && "open" in option) open(false);
    else if (memory.entries.length) connect();
    window.touchpoint = Object.freeze({ signIn, signOut });
    document.dispatchEvent(new CustomEvent("touchpoint:ready"));
  }
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
})();
