import { failed, http, noticed, rows, sent, told, written } from './answers.ts';
import type { Paths } from './paths.ts';

/** Of templates that work behind the counter. */
export const officeRuns: Record<string, Paths> = {
  'stock-watch': {
    main: {
      world: {
        ler: rows(
          { codigo: 'A1', peca: 'Óleo', quantidade: 2, minimo: 5, ideal: 10, avisadoEm: null },
          { codigo: 'B2', peca: 'Vela', quantidade: 9, minimo: 5, avisadoEm: null },
        ),
        avisar: told,
        anotar: written(1, 0),
      },
      calls: [
        { node: 'ler' },
        { node: 'avisar', config: { text: 'Hora de comprar (1):\n• Óleo (A1): restam 2, comprar 8' } },
        { node: 'anotar' },
      ],
    },
    failure: {
      world: {
        ler: rows({ codigo: 'A1', peca: 'Óleo', quantidade: 0, minimo: 5, ideal: null, avisadoEm: null }),
        avisar: failed('telegram_403'),
        sino: noticed,
      },
      steps: { anotar: 'skipped', sino: 'succeeded' },
    },
  },
  'daily-report': {
    main: {
      world: {
        hoje: rows(
          { venda: '1', centavos: 1000, cliente: 'Ana', pagamento: 'Pix' },
          { venda: '2', centavos: 3000, cliente: null, pagamento: null },
        ),
        ontem: rows({ venda: '0', centavos: 2000 }),
        planilha: {
          output: { text: null, file: { file: 'f', name: 'v.csv', type: 'text/csv', size: 1, sha256: 'f' } },
        },
        email: sent,
      },
      steps: { email: 'succeeded', parado: 'skipped', sino: 'skipped' },
    },
    failure: {
      world: { hoje: rows(), ontem: rows(), parado: failed('smtp_auth'), sino: noticed },
      steps: { planilha: 'skipped', sino: 'succeeded' },
    },
  },
  'approval-escalation': {
    main: {
      world: {
        decidir: {
          port: 'approved',
          output: { decision: 'approved', by: 'user:ana', at: '2026-11-21T13:00:00.000Z', comment: 'ok', fields: {} },
        },
        sim: written(1),
        contar: sent,
      },
      output: { aprovado: true },
      steps: { dono: 'skipped' },
    },
    failure: {
      world: { decidir: null, dono: null, nao: written(1), contar: sent },
      ports: { decidir: 'timeout', dono: 'timeout' },
      output: { aprovado: false },
      took: 'P1DT4H',
    },
  },
  'price-watch': {
    main: {
      world: {
        paginas: rows({
          id: 'row_1',
          pagina: 'https://a.example',
          produto: 'Kit',
          alvoCentavos: 9000,
          ultimoCentavos: 10000,
        }),
        abrir: http('<b>R$ 89,90</b>'),
        achar: { output: { text: 'R$ 89,90', matches: [['R$ 89,90', '89,90']] } },
        guardar: written(1, 0),
        avisar: told,
      },
      output: { quedas: 1, falhas: 0 },
      steps: { avisar: 'succeeded', conferir: 'skipped' },
    },
    failure: {
      world: {
        paginas: rows({
          id: 'row_1',
          pagina: 'https://a.example',
          produto: 'Kit',
          alvoCentavos: null,
          ultimoCentavos: 10000,
        }),
        abrir: failed('http_404'),
        conferir: noticed,
      },
      output: { quedas: 0, falhas: 1 },
      steps: { conferir: 'succeeded' },
    },
  },
  'webhook-relay': {
    main: {
      world: { assinar: { output: { signature: 'ab' } }, entregar: http({ ok: true }) },
      steps: { entregar: 'succeeded', fila: 'skipped' },
    },
    failure: {
      world: {
        assinar: { output: { signature: 'ab' } },
        entregar: failed('http_503'),
        fila: written(1),
        sino: noticed,
      },
      steps: { fila: 'succeeded', sino: 'succeeded' },
    },
  },
  'retry-queue': {
    main: {
      world: {
        vencidos: rows({ id: 'row_1', envio: 'e1', destino: 'https://erp.example', corpo: {}, tentativas: 2 }),
        entregar: http({}),
        pronto: written(1, 0),
      },
      output: { entregues: 1, desistiu: 0 },
    },
    failure: {
      world: {
        vencidos: rows({ id: 'row_1', envio: 'e1', destino: 'https://erp.example', corpo: {}, tentativas: 7 }),
        entregar: failed('http_500'),
        adiar: written(1, 0),
        avisar: noticed,
      },
      output: { entregues: 0, desistiu: 1 },
      steps: { avisar: 'succeeded' },
    },
  },
  'data-sync': {
    main: {
      world: {
        marca: { output: { value: null, found: false } },
        pagina: [
          http({ items: [{ id: 1, name: 'Ana', email: 'ANA@x.example', phone: null }], next: 'c2' }),
          http({ items: [], next: null }),
        ],
        gravar: written(1),
        andar: { output: { value: null, previous: null } },
      },
      output: { gravados: 1 },
      steps: { andar: 'succeeded' },
    },
    failure: {
      world: { marca: { output: { value: null, found: false } }, pagina: failed('http_500'), sino: noticed },
      steps: { andar: 'skipped', sino: 'succeeded' },
    },
  },
  'on-call': {
    main: {
      world: {
        chamar: [
          null as never,
          {
            port: 'approved',
            output: { decision: 'approved', by: null, at: '2026-11-21T12:06:00.000Z', comment: null, fields: {} },
          },
        ],
        contar: told,
      },
      output: { assumiu: 'Caio' },
      steps: { ninguem: 'skipped' },
    },
    failure: {
      world: { chamar: null, ninguem: noticed },
      status: 'failed',
      error: { code: 'nobody_answered' },
      took: 'PT10M',
    },
  },
  'csv-import': {
    main: {
      world: {
        ler: {
          output: {
            rows: [
              { sku: 'A1', nome: 'Óleo', preco: 32.9, quantidade: 12 },
              { sku: '', nome: 'Sem', preco: 10, quantidade: 1 },
            ],
            columns: [],
            count: 2,
          },
        },
        gravar: written(1),
      },
      answer: { status: 200, body: { lidas: 2, novas: 1, mudadas: 0, ruins: [{ linha: 3, sku: '', falta: 'sku' }] } },
    },
    failure: { world: { ler: failed('bad_value') }, answer: { status: 422 }, steps: { blocos: 'skipped' } },
  },
  'order-saga': {
    main: {
      world: {
        reservar: http({ id: 'r1' }, 201),
        cobrar: http({ id: 'c1' }, 201),
        etiqueta: http({ id: 'e1' }, 201),
        aCaminho: sent,
      },
      steps: { aCaminho: 'succeeded', desculpa: 'skipped' },
    },
    failure: {
      world: {
        reservar: [http({ id: 'r1' }, 201), http(null)],
        cobrar: [http({ id: 'c1' }, 201), http(null)],
        etiqueta: failed('http_422'),
        desculpa: sent,
        sino: noticed,
      },
      steps: {
        'cobrar.compensation': 'succeeded',
        'reservar.compensation': 'succeeded',
        desculpa: 'succeeded',
        sino: 'succeeded',
      },
    },
  },
};
