// What comes into the editor from elsewhere: words keep their form and lose their dress. Nothing is fetched from where they
// came from, and no block stands there but ours. The server cleans all of it once more.

import { isOurs } from "./korzo-blocks.js";

const STYLE_BLOCKS = /<style\b[\s\S]*?<\/style>/gi;
const TAGS = /<[^<>]+>/g;
const STYLE_ATTRIBUTES = /([\s/"'])style\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
// Pictures and films stand beside the words and not among them.
const NEVER = ["img", "image", "picture", "source", "video", "audio", "track", "link", "style", "svg", "math", "input"];
const NEVER_SAID = ["background", "style"];

// Other programs send their looks along. Our policy refuses them one by one, with a complaint for each.
export function undressed(markup) {
  return markup.replace(STYLE_BLOCKS, "").replace(TAGS, (tag) => tag.replace(STYLE_ATTRIBUTES, "$1"));
}

// The editor cleans in an inert document, and then reads the words within this page: what loads must be gone by then.
export function tame({ Attachment, config }) {
  Object.assign(config.dompurify, { FORBID_TAGS: NEVER, FORBID_ATTR: NEVER_SAID });
  // It would ask for the picture of an attachment as soon as it reads of one.
  Attachment.prototype.isPreviewable = () => false;
}

export function keepOurs({ attachment }) {
  if (!isOurs(attachment.getAttributes())) attachment.remove();
}
