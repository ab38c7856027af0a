import { describe, expect, it } from 'vitest';
import { filesBelow } from '../support/project-files.js';
import { templateFaults } from '../support/template-faults.js';

const templates = filesBelow('views', ['.ejs']);

describe('the templates', () => {
  it('were read', () => {
    expect(templates.size).toBeGreaterThan(10);
  });

  it('put nothing unescaped into a page but parts, includes and the body of a layout', () => {
    expect([...templates].flatMap(([path, text]) => templateFaults(path, text))).toEqual([]);
  });
});

describe('unescaped output is refused', () => {
  const wrong: [string, string][] = [
    ['a value', '<p><%- it.title %></p>'],
    ['a translation', `<%- it.t('respond.welcome.title') %>`],
    ['a value hung onto a part', `<%- it.part('button', {}) + it.title %>`],
    ['a value chosen beside a part', `<%- it.ok ? it.part('button', {}) : it.title %>`],
    ['a part of something else', `<%- other.part('button', {}) %>`],
    ['a method of what is allowed', `<%- it.body.trim() %>`],
    ['the body outside of a layout', '<%- it.body %>'],
    ['two values in one tag', `<%- it.part('a', {}), it.title %>`],
    ['a tag with another ending', '<%- it.title -%>'],
    ['a tag over several lines', '<%-\n  it.title\n%>'],
  ];
  it.each(wrong)('%s', (_what, text) => {
    expect(templateFaults('views/respond/a.ejs', text)).toEqual([
      expect.stringContaining('views/respond/a.ejs'),
    ]);
  });

  it('and what is allowed passes', () => {
    const text = `<%- it.part('button', { label: it.t('a.b'), kind: 'primary' }) %>
      <%- include('../parts/head', { title: it.title }) -%>
      <%= it.title %> <% if (it.x) { %> - <% } %> <%# a - remark %>`;
    expect(templateFaults('views/respond/a.ejs', text)).toEqual([]);
    expect(templateFaults('views/layouts/staff.ejs', '<main><%- it.body %></main>')).toEqual([]);
  });
});

describe('what the content security policy would block is refused', () => {
  const wrong: [string, string][] = [
    ['an inline script', '<script>alert(1)</script>'],
    ['an inline style', '<p style="color: red">x</p>'],
    ['a style element', '<style>p { color: red }</style>'],
    ['an inline handler', `<button onclick="go()">x</button>`],
    ['a script from elsewhere', '<script src="https://cdn.example/x.js"></script>'],
    ['a picture from elsewhere', '<img alt="" src="//cdn.example/x.png">'],
    ['a link to a script', '<a href="javascript:go()">x</a>'],
  ];
  it.each(wrong)('%s', (_what, text) => {
    expect(templateFaults('views/respond/a.ejs', text)).toHaveLength(1);
  });

  it('and files of our own pass', () => {
    const text = '<script src="/static/site.js" defer></script><a href="https://www.kern-ux.de">KERN</a>';
    expect(templateFaults('views/layouts/staff.ejs', text)).toEqual([]);
  });
});
