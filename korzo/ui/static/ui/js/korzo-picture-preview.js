// A small preview drawn on a canvas: the policy of our pages allows no blob: pictures.

import { element } from "./korzo-say.js";

const PREVIEW_PX = 320;

export async function preview(file) {
  const canvas = element("canvas", { class: "photo__img", role: "img", "aria-label": file.name });
  try {
    const bitmap = await createImageBitmap(file);
    const scale = PREVIEW_PX / Math.max(bitmap.width, bitmap.height);
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
  } catch {
    // Formats the browser cannot show (HEIC) are still uploaded; the frame stays plain.
    canvas.width = canvas.height = 1;
  }
  return element("span", { class: "photo r11" }, canvas);
}
