'use strict';

// Draws /api/openapi.json. Everything goes into the page as text, nothing as markup.

/** An element with a class, and what is in it. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The schema a reference stands for. */
function resolve(api, schema) {
  const name = schema?.$ref?.split('/').pop();
  return name ? api.components.schemas[name] : schema;
}

/** How a schema is called in one line. */
function nameOf(schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return either.map(nameOf).join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const types = [].concat(schema.type ?? []);
  return types.map((type) => (type === 'array' ? `${nameOf(schema.items)}[]` : type)).join(' | ');
}

/** A table of what an object may hold. */
function fields(api, schema) {
  const whole = resolve(api, schema);
  if (!whole?.properties) return element('p', '', element('code', '', nameOf(schema) || 'nothing'));
  const rows = Object.entries(whole.properties).map(([name, property]) => {
    const needed = whole.required?.includes(name) ? '' : ' (optional)';
    return element(
      'tr',
      '',
      element('td', '', element('code', '', name), needed),
      element('td', '', element('code', '', nameOf(property))),
      element('td', '', property.description ?? resolve(api, property)?.description ?? ''),
    );
  });
  return element('table', '', element('tbody', '', ...rows));
}

/** A part of a call, with its heading; nothing when there is nothing to show. */
function part(title, ...children) {
  return children.length ? [element('h3', '', title), ...children] : [];
}

function parameters(call) {
  const rows = (call.parameters ?? []).map((parameter) =>
    element(
      'tr',
      '',
      element('td', '', element('code', '', parameter.name), parameter.required ? '' : ' (optional)'),
      element('td', '', `${parameter.in}: `, element('code', '', nameOf(parameter.schema))),
      element('td', '', parameter.description ?? ''),
    ),
  );
  return rows.length ? [element('table', '', element('tbody', '', ...rows))] : [];
}

function bodies(api, content) {
  return Object.entries(content ?? {}).flatMap(([type, { schema }]) => [
    element('p', '', element('code', '', type), ' ', element('code', '', nameOf(schema))),
    fields(api, schema),
  ]);
}

function answers(api, call) {
  return Object.entries(call.responses ?? {}).flatMap(([status, answer]) => {
    const other = status === 'default';
    const shown = other ? [] : bodies(api, answer.content);
    const says = other ? 'any other: a problem document' : answer.description;
    return [element('p', '', element('strong', '', other ? 'else' : status), ` ${says}`), ...shown];
  });
}

/** One call, closed until somebody looks. */
function draw(api, method, path, call) {
  const open = call.security?.some((way) => Object.keys(way).length === 0);
  const says = [call.summary, call.description].filter(Boolean).join(' ');
  const made = element(
    'details',
    '',
    element(
      'summary',
      '',
      element('span', 'method', method.toUpperCase()),
      element('code', '', path),
      element('span', 'says', says),
    ),
  );
  made.dataset.text = `${method} ${path} ${says}`.toLowerCase();
  made.addEventListener(
    'toggle',
    () =>
      made.append(
        element(
          'div',
          'inside',
          element('p', '', open ? 'Needs no session.' : 'Needs Authorization: Bearer.'),
          ...part('Parameters', ...parameters(call)),
          ...part('Body', ...bodies(api, call.requestBody?.content)),
          ...part('Answers', ...answers(api, call)),
        ),
      ),
    { once: true },
  );
  return made;
}

/** Every call, in the groups of the document. */
function groups(api) {
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ method, path, call })),
  );
  return (api.tags ?? []).map((tag) => ({
    ...tag,
    calls: calls.filter(({ call }) => call.tags?.includes(tag.name)),
  }));
}

function show(api) {
  const { title, version, description } = api.info;
  document.getElementById('about').replaceChildren(
    `${title} ${version}. ${description} `,
    Object.assign(element('a', '', 'openapi.json'), { href: '/api/openapi.json' }),
  );
  for (const group of groups(api).filter(({ calls }) => calls.length)) {
    const heading = element('h2', '', group.name);
    heading.id = group.name;
    const drawn = group.calls.map(({ method, path, call }) => draw(api, method, path, call));
    const says = element('p', '', group.description ?? '');
    document.getElementById('main').append(element('section', '', heading, says, ...drawn));
    const link = Object.assign(element('a', '', group.name), { href: `#${group.name}` });
    document.getElementById('contents').append(link);
  }
}

function filter() {
  const words = document.getElementById('filter').value.toLowerCase().split(/\s+/);
  for (const call of document.querySelectorAll('details')) {
    call.hidden = !words.every((word) => call.dataset.text.includes(word));
  }
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
}

async function start() {
  try {
    const answer = await fetch('/api/openapi.json');
    show(await answer.json());
    document.getElementById('filter').addEventListener('input', filter);
  } catch {
    document.getElementById('about').textContent =
      'openapi.json could not be read. Reload this page.';
  }
}

start();
