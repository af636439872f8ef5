"""What the services answer, in the shape of their real answers; the works are invented."""

from __future__ import annotations

import json
from typing import Any

ARTICLE: dict[str, Any] = {
    "status": "ok",
    "message-type": "work",
    "message-version": "1.0.0",
    "message": {
        "indexed": {"date-parts": [[2024, 5, 1]], "date-time": "2024-05-01T00:00:00Z", "timestamp": 1714521600000},
        "reference-count": 2,
        "publisher": "River Press",
        "issue": "3",
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "DOI": "10.1000/rivers.2024.3",
        "type": "journal-article",
        "page": "101-118",
        "source": "Crossref",
        "title": ["Dams &amp; <i>Debt</i> in Cambodia:\n   what 50% of the ASEAN loans paid for"],
        "subtitle": ["A Second Look"],
        "prefix": "10.1000",
        "volume": "12",
        "author": [
            {"ORCID": "http://orcid.org/0000-0002-1825-0097", "given": "Sophea", "family": "Lim",
             "sequence": "first", "affiliation": []},
            {"given": "Jan", "family": "van der Berg", "sequence": "additional", "affiliation": []},
            {"name": "The Mekong Dams Consortium", "sequence": "additional", "affiliation": []},
            {"given": "Ann", "family": "O'Hara", "suffix": "Jr.", "sequence": "additional", "affiliation": []},
        ],
        "member": "9999",
        "published-online": {"date-parts": [[2024, 3, 9]]},
        "published-print": {"date-parts": [[2024, 3]]},
        "container-title": ["Journal of Rivers &amp; Lakes"],
        "original-title": [],
        "language": "en",
        "issued": {"date-parts": [[2024, 3]]},
        "ISSN": ["2049-3630", "1050-124X"],
        "URL": "https://doi.org/10.1000/rivers.2024.3",
        "relation": {},
    },
}  # fmt: skip

RETRACTED: dict[str, Any] = {
    "status": "ok",
    "message": {
        "DOI": "10.1000/retracted",
        "type": "journal-article",
        "title": ["RETRACTED: Water from Stones"],
        "author": [{"given": "A.", "family": "Quack"}],
        "container-title": ["Annals of Wonders"],
        "issued": {"date-parts": [[2019]]},
        "updated-by": [
            {"updated": {"date-parts": [[2021, 3, 4]]}, "DOI": "10.1000/notice", "type": "retraction",
             "source": "retraction-watch", "label": "Retraction"},
            {"updated": {"date-parts": [[2020, 1, 2]]}, "DOI": "10.1000/erratum", "type": "correction",
             "label": "Correction"},
        ],
    },
}  # fmt: skip

PREPRINT: dict[str, Any] = {
    "status": "ok",
    "message": {
        "DOI": "10.1000/preprint.7",
        "type": "posted-content",
        "subtype": "preprint",
        "title": ["Early words on dams"],
        "author": [{"given": "Sophea", "family": "Lim"}],
        "group-title": "Social Science",
        "institution": [{"name": "OpenRivers"}],
        "posted": {"date-parts": [[2023, 11, 5]]},
        "issued": {"date-parts": [[2023, 11, 5]]},
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/rivers.2024.3", "asserted-by": "subject"}]},
    },
}

CHAPTER: dict[str, Any] = {
    "status": "ok",
    "message": {
        "DOI": "10.1000/book.ch4",
        "type": "book-chapter",
        "title": ["Weirs"],
        "author": [{"family": "Sok"}],
        "editor": [{"given": "E.", "family": "Ditor"}],
        "container-title": ["Studies in Water", "The Book of Weirs"],
        "publisher": "River Press",
        "publisher-location": "Battambang",
        "ISBN": ["9783161484100"],
        "page": "33",
        "issued": {"date-parts": [[None]]},
        "published-print": {"date-parts": [[2011]]},
    },
}

DATASET: dict[str, Any] = {
    "data": {
        "id": "10.5000/gauge.1",
        "type": "dois",
        "attributes": {
            "doi": "10.5000/gauge.1",
            "prefix": "10.5000",
            "state": "findable",
            "creators": [
                {"name": "Lim, Sophea", "nameType": "Personal", "givenName": "Sophea", "familyName": "Lim",
                 "affiliation": [], "nameIdentifiers": []},
                {"name": "River Commission", "nameType": "Organizational", "affiliation": []},
            ],
            "titles": [{"title": "River gauges, 1990-2020"}, {"title": "Daily", "titleType": "Subtitle"}],
            "publisher": {"name": "Data House"},
            "container": {},
            "publicationYear": 2021,
            "dates": [{"date": "2021-06-07", "dateType": "Issued"}],
            "language": "en",
            "types": {"ris": "DATA", "bibtex": "misc", "citeproc": "dataset", "schemaOrg": "Dataset",
                      "resourceTypeGeneral": "Dataset"},
            "relatedIdentifiers": [],
            "version": "2.1",
            "url": "https://data.example.org/gauge/1",
        },
    }
}  # fmt: skip

CSL: dict[str, Any] = {
    "type": "article-journal",
    "title": "Of Another Agency",
    "author": [{"family": "Rossi", "given": "Mario"}],
    "container-title": "Rivista",
    "issued": {"date-parts": [["2018", "4"]]},
    "DOI": "10.7000/x.1",
    "volume": "4",
    "page": "5-9",
}

BOOK: dict[str, Any] = {
    "ISBN:9783161484100": {
        "bib_key": "ISBN:9783161484100",
        "info_url": "https://openlibrary.org/books/OL1M/Weirs",
        "preview": "noview",
        "details": {
            "key": "/books/OL1M",
            "title": "The book of weirs",
            "subtitle": "a history",
            "authors": [{"key": "/authors/OL1A", "name": "Dara Sok"}],
            "publishers": ["River Press"],
            "publish_places": ["Battambang"],
            "publish_date": "March 5, 2011",
            "edition_name": "2nd ed.",
            "languages": [{"key": "/languages/eng"}],
            "isbn_13": ["9783161484100"],
            "number_of_pages": 212,
        },
    }
}

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/2101.00001v2</id>
    <updated>2021-02-03T00:00:00Z</updated>
    <published>2021-01-02T00:00:00Z</published>
    <title>Flow of
      rivers in $\\mathbb{R}^3$</title>
    <summary>Water flows.</summary>
    <author><name>Jane A. Doe</name></author>
    <author><name>John van der Roe</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/rivers.2024.3</arxiv:doi>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="physics.flu-dyn"/>
  </entry>
</feed>
"""
EMPTY_ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>none</title></feed>'

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.example.org/p.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">123</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1050-124X</ISSN><JournalIssue CitedMedium="Print">
<Volume>8</Volume><Issue>2</Issue><PubDate><Year>2015</Year><Month>Mar</Month><Day>5</Day></PubDate></JournalIssue>
<Title>Water and health</Title><ISOAbbreviation>Water Health</ISOAbbreviation></Journal>
<ArticleTitle>[Wells &amp; <i>fever</i> in villages].</ArticleTitle>
<Pagination><MedlinePgn>123-30</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/wells</ELocationID>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Petit</LastName><ForeName>Luc</ForeName><Initials>L</Initials>
</Author><Author ValidYN="Y"><CollectiveName>Wells Study Group</CollectiveName></Author></AuthorList>
<Language>fre</Language><VernacularTitle>Les puits et la fi&#232;vre dans les villages.</VernacularTitle></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>Water Health. 2016 Jul;9(4):1. doi: 10.1000/gone.1.</RefSource></CommentsCorrections>
</CommentsCorrectionsList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">123</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle></PubmedArticleSet>
"""
EMPTY_PUBMED = '<?xml version="1.0" ?><PubmedArticleSet></PubmedArticleSet>'

NEWS_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The River Post"},
        {
            "@type": ["NewsArticle"],
            "headline": "Minister opens the dam at Stung &amp; says &#8216;50%&#8217; is paid",
            "datePublished": "2024-06-07T08:30:00+07:00",
            "dateModified": "2024-06-08T08:30:00+07:00",
            "articleSection": ["National"],
            "inLanguage": "en-GB",
            "author": [{"@type": "Person", "name": "Chan Dara", "url": "https://post.example.org/a/chan"}],
            "publisher": {"@type": "Organization", "name": "The River Post"},
        },
    ],
}
NEWS = f"""<!doctype html><html lang="en"><head><title>Minister opens the dam - The River Post</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="The River Post">
<link rel="canonical" href="/national/dam-opened?utm_source=feed">
<script type="application/ld+json">{json.dumps(NEWS_LD)}</script></head>
<body><article><h1>Minister opens the dam</h1>
<p>The dam was opened on Friday by the minister, who spoke of its cost.</p>
</article></body></html>"""
BLOG = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Плотины и долги | Речной блог</title>
<meta property="og:site_name" content="Речной блог"><meta property="og:title" content="Плотины и долги">
<meta name="DC.creator" content="Щукин, Пётр"><meta name="DC.date" content="2022-05-06"></head>
<body><p>О плотинах и долгах.</p></body></html>"""
SCHOLARLY = """<!doctype html><html><head><title>Dams</title>
<meta name="citation_title" content="Dams and debt"><meta name="citation_author" content="Lim, Sophea">
<meta name="citation_journal_title" content="Journal of Rivers">
<meta name="citation_doi" content="10.1000/rivers.2024.3">
<meta name="citation_publication_date" content="2024/03/09"></head><body><p>Text.</p></body></html>"""
BARE = "<html><head><title></title></head><body></body></html>"
