package dev.kindling.app;

import java.util.Base64;
import java.util.List;

/**
 * A page to look at augmented pictures: each original with what was made of it beside it. One file
 * with its pictures inside, light or dark as the reader's screen is.
 *
 * @param title the heading
 * @param settings the options that the pictures were made with, as one would type them
 * @param notes what a person should know before using these options, a sentence each
 * @param rows the originals with theirs
 */
record ContactSheet(String title, String settings, List<String> notes, List<Row> rows) {

  /**
   * A picture inside the page.
   *
   * @param name what its file is called
   * @param caption what is written under it
   * @param address where the picture is: a {@code data:} address that holds it
   */
  record Picture(String name, String caption, String address) {

    /** A picture from the bytes of its file, of a media type such as {@code image/jpeg}. */
    static Picture of(String name, String caption, String mediaType, byte[] content) {
      String encoded = Base64.getEncoder().encodeToString(content);
      return new Picture(name, caption, "data:" + mediaType + ";base64," + encoded);
    }
  }

  /** An original, and what was made of it in order; its class, or nothing. */
  record Row(String label, Picture original, List<Picture> augmented) {}

  /** Up to so many pictures beside an original, rows stand beside each other. */
  private static final int FEW = 2;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --paper: #faf8f5; --ink: #2b2622; --quiet: #7a7068;
        --card: #ffffff; --line: #e4ddd4; --ember: #c2571a; }
      @media (prefers-color-scheme: dark) { :root { --paper: #1b1816; --ink: #ece5dd;
        --quiet: #9c9189; --card: #262220; --line: #3a342f; --ember: #f0905a; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.5rem; background: var(--paper);
        color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
      h1 { margin: 0; font-size: 1.6rem; font-weight: 650; }
      .settings { margin: .4rem 0 2rem; color: var(--quiet); }
      .notes { margin: 0 0 2rem; padding: .8rem 1rem .8rem 2rem; border-left: 4px solid var(--ember);
        background: var(--card); }
      h2 { grid-column: 1 / -1; margin: 0; font-size: 1.1rem; font-weight: 600; }
      code { font: .85rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere; }
      section { display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; gap: 1.25rem;
        padding: 1.25rem 0; border-top: 1px solid var(--line); align-items: start; }
      .augmented { display: grid; gap: .75rem;
        grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); }
      figure { margin: 0; padding: .4rem; background: var(--card); border: 1px solid var(--line);
        border-radius: .5rem; }
      .original { border: 2px solid var(--ember); }
      img { display: block; width: 100%; height: auto; border-radius: .25rem; }
      figcaption { padding-top: .3rem; color: var(--quiet); font-size: .75rem;
        overflow-wrap: anywhere; }
      .original figcaption { color: var(--ember); }
      .many { display: grid; gap: 0 1.5rem;
        grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
      .many section { grid-template-columns: 1fr 1fr; gap: .75rem; }
      .many .augmented { grid-template-columns: 1fr; }
      @media (max-width: 40rem) { .one section { grid-template-columns: 1fr; } }
      """;

  /** Copies the lists. */
  ContactSheet {
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
  }

  /** The page. */
  String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(escape(title))
        .append("</title>\n")
        .append("<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n")
        .append("<h1>")
        .append(escape(title))
        .append("</h1>\n")
        .append("<p class=\"settings\"><code>")
        .append(escape(settings))
        .append("</code></p>\n");
    if (!notes.isEmpty()) {
      page.append("<ul class=\"notes\">\n");
      notes.forEach(note -> page.append("<li>").append(escape(note)).append("</li>\n"));
      page.append("</ul>\n");
    }
    boolean few = rows.size() > 1 && rows.stream().allMatch(row -> row.augmented.size() <= FEW);
    page.append("<main class=\"").append(few ? "many" : "one").append("\">\n");
    for (Row row : rows) {
      page.append("<section>\n");
      if (!row.label().isEmpty()) {
        page.append("<h2>").append(escape(row.label())).append("</h2>\n");
      }
      figure(page, "original", row.original());
      page.append("<div class=\"augmented\">\n");
      row.augmented().forEach(picture -> figure(page, "made", picture));
      page.append("</div>\n</section>\n");
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void figure(StringBuilder page, String kind, Picture picture) {
    page.append("<figure class=\"")
        .append(kind)
        .append("\"><img alt=\"")
        .append(escape(picture.name()))
        .append("\" title=\"")
        .append(escape(picture.name()))
        .append("\" src=\"")
        .append(picture.address())
        .append("\"><figcaption>")
        .append(escape(picture.caption()))
        .append("</figcaption></figure>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
