// Pointing instead of typing: a signature drawn beside the typed name, and places of a picture dragged instead of written as numbers. Both pages work without.
(function () {
  'use strict';

  // A place inside an element, in whole units of a field of that size.
  function place(event, element, width, height) {
    var box = element.getBoundingClientRect();
    var x = Math.round((event.clientX - box.left) / box.width * width);
    var y = Math.round((event.clientY - box.top) / box.height * height);
    return { x: Math.max(0, Math.min(width, x)), y: Math.max(0, Math.min(height, y)) };
  }

  document.querySelectorAll('[data-sign]').forEach(function (pad) {
    var svg = pad.querySelector('svg');
    var path = svg.querySelector('path');
    var field = pad.querySelector('input[name="Strokes"]');
    var longest = 4000;
    var near = 4;
    var strokes = field.value ? field.value.split(';').map(function (stroke) { return stroke.split(' '); }) : [];
    var current = null;
    var last = null;
    pad.hidden = false;

    function write() {
      field.value = strokes.map(function (stroke) { return stroke.join(' '); }).join(';');
      path.setAttribute('d', strokes.map(function (stroke) {
        var points = stroke.map(function (point) { return point.replace(',', ' '); });
        return 'M' + points[0] + points.slice(1).map(function (point) { return 'L' + point; }).join('');
      }).join(''));
    }

    svg.addEventListener('pointerdown', function (event) {
      if (field.value.length > longest - 20) {
        return;
      }
      event.preventDefault();
      svg.setPointerCapture(event.pointerId);
      last = place(event, svg, 600, 200);
      current = [last.x + ',' + last.y];
      strokes.push(current);
      write();
    });
    svg.addEventListener('pointermove', function (event) {
      if (!current || field.value.length > longest - 20) {
        return;
      }
      var at = place(event, svg, 600, 200);
      if (Math.abs(at.x - last.x) + Math.abs(at.y - last.y) < near) {
        return;
      }
      last = at;
      current.push(at.x + ',' + at.y);
      write();
    });
    ['pointerup', 'pointercancel'].forEach(function (name) {
      svg.addEventListener(name, function () { current = null; });
    });
    pad.querySelector('[data-sign-clear]').addEventListener('click', function () {
      strokes = [];
      write();
    });
  });

  var frame = document.querySelector('[data-point]');
  var rows = document.querySelector('.v-places');
  if (frame && rows) {
    var picture = frame.querySelector('img');
    var drawn = frame.querySelector('[data-point-box]');
    var said = document.querySelector('[data-point-said]');
    var from = null;
    document.querySelectorAll('[data-point-hint]').forEach(function (hint) { hint.hidden = false; });
    frame.classList.add('v-pointing');

    var fieldsOf = function (row) { return ['Left', 'Top', 'Wide', 'High'].map(function (name) { return row.querySelector('input[name="' + name + '"]'); }); };

    // The first row that nothing stands in; one more when all are used.
    var free = function () {
      var all = Array.prototype.slice.call(rows.querySelectorAll('.v-place'));
      var found = all.filter(function (row) { return fieldsOf(row).every(function (field) { return field.value.trim() === ''; }); })[0];
      if (!found && all.length < 50) {
        found = all[all.length - 1].cloneNode(true);
        fieldsOf(found).forEach(function (field) { field.value = ''; });
        var name = found.getAttribute('aria-label').replace(/\d+/, String(all.length + 1));
        found.setAttribute('aria-label', name);
        found.querySelector('.v-place__name').textContent = name;
        rows.appendChild(found);
      }
      return found;
    };

    var between = function (one, other) {
      return { left: Math.min(one.x, other.x), top: Math.min(one.y, other.y), wide: Math.abs(one.x - other.x), high: Math.abs(one.y - other.y) };
    };

    var show = function (box) {
      drawn.hidden = false;
      drawn.style.left = box.left / 10 + '%';
      drawn.style.top = box.top / 10 + '%';
      drawn.style.width = box.wide / 10 + '%';
      drawn.style.height = box.high / 10 + '%';
    };

    picture.draggable = false;
    picture.addEventListener('pointerdown', function (event) {
      event.preventDefault();
      picture.setPointerCapture(event.pointerId);
      from = place(event, picture, 1000, 1000);
    });
    picture.addEventListener('pointermove', function (event) {
      if (from) {
        show(between(from, place(event, picture, 1000, 1000)));
      }
    });
    picture.addEventListener('pointercancel', function () { from = null; drawn.hidden = true; });
    picture.addEventListener('pointerup', function (event) {
      if (!from) {
        return;
      }
      var box = between(from, place(event, picture, 1000, 1000));
      from = null;
      var row = box.wide > 3 && box.high > 3 ? free() : null;
      if (!row) {
        drawn.hidden = true;
        return;
      }
      var decimal = document.documentElement.lang === 'da' ? ',' : '.';
      [box.left, box.top, box.wide, box.high].forEach(function (thousandths, index) {
        fieldsOf(row)[index].value = String(thousandths / 10).replace('.', decimal);
      });
      said.textContent = row.getAttribute('aria-label') + ': ' + fieldsOf(row).map(function (field) { return field.value + ' %'; }).join(', ');
    });
  }
})();
