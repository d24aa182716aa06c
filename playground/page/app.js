// The page: everything is put together here, once the first picture has come.

import { composer, takeDrops } from "./compose.js";
import * as panel from "./panel.js";
import { people, place, settle } from "./place.js";
import * as side from "./side.js";
import { connect, listen, picture } from "./store.js";
import * as talk from "./talk.js";

let old = new Set();

listen((changed) => {
  if (!people().length) { old = new Set(); return; }
  const isFirst = !place.chat || !old.size;
  if (!isFirst) side.countNew(changed, old);
  if (isFirst) {
    talk.forgetAnswers();
    settle();
  }
  old = new Set([...picture.keys()].filter((key) => key.startsWith("message/")).concat("settled"));
});
composer.setUp(talk.say);
talk.setUp(composer);
side.setUp();
panel.setUp();
takeDrops(document.getElementById("talk"));
connect();
