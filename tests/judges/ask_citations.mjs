// Ask biblatex-csl-converter what a DOCX cites: node ask_citations.mjs NODE_MODULES <PARTS.json, which holds
// {"parts": [XML, ...], "sources": XML of Word's sources}. Prints JSON: what each field cites, and the references.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"

const require = createRequire(pathToFileURL(`${process.argv[2]}/`))
const { DocxCitationsParser } = await import(pathToFileURL(require.resolve("biblatex-csl-converter")))
const { parts, sources } = JSON.parse(readFileSync(0, "utf8"))

const unescaped = text =>
    text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, "&")
// It knows neither CSL's citation-key nor languages by their tags.
const said = { fields: [], keys: [], errors: [], formats: [], lists: 0 }
for (const xml of parts) {
    for (const [, code] of xml.matchAll(/<w:instrText[^>]*>([\s\S]*?)<\/w:instrText>/g)) {
        const text = unescaped(code)
        const field = DocxCitationsParser.fieldCitation(text, true, true, true, undefined, { sourcesXml: sources })
        if (field.isCitation) {
            said.formats.push(field.format)
            said.fields.push(field.metadata)
        } else if (DocxCitationsParser.fieldBibliography(text).isBibliography) said.lists += 1
    }
    const whole = new DocxCitationsParser(xml, { sourcesXml: sources }).parse()
    said.keys.push(...Object.values(whole.entries).map(entry => entry.entry_key))
    said.errors.push(...whole.errors, ...whole.warnings.filter(one => one.type !== "unknown_field" && one.field !== "langid"))
}
console.log(JSON.stringify(said))
