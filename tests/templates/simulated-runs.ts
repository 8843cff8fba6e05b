import type { Expectation } from '#tests/docs/expectation.ts';

type Paths = Record<'main' | 'failure', Expectation>;

const sent = { output: { messageId: '<1@loja.example>', accepted: ['x'], rejected: [] } };
const told = { output: { messageId: 1, chat: '1', conversation: 'cnv_1', sentAt: '2026-11-21T12:00:00.000Z' } };
const noticed = { output: { to: ['dono@loja.example'] } };
const written = (count: number, inserted = count) => ({
  output: { row: { id: 'row_1' }, rows: [], count, inserted, updated: count - inserted },
});
const rows = (...list: object[]) => ({
  output: { rows: list as never, nextCursor: null, total: null },
});
const failed = (code: string) => ({ error: { code, message: 'Não.' } });
const http = (body: unknown, status = 200) => ({ output: { status, headers: {}, body: body as never } });

/** For each template: the way that it is made for, and the way that its author feared most. */
export const simulatedRuns: Record<string, Paths> = {
  'order-alert': {
    main: {
      world: { equipe: told, confirmar: sent },
      steps: { equipe: 'succeeded', confirmar: 'succeeded', sino: 'skipped', semEmail: 'skipped' },
    },
    failure: {
      world: { equipe: failed('telegram_403'), confirmar: failed('smtp_550'), sino: noticed, semEmail: noticed },
      steps: { sino: 'succeeded', semEmail: 'succeeded' },
    },
  },
  'abandoned-cart': {
    main: {
      world: { anotar: written(1), lembrete: sent, cupom: sent, recuperado: written(1, 0) },
      events: [{ after: 'PT3H', name: 'order.paid', key: 'c-77' }],
      ports: { espera: 'comprou' },
      steps: { lembrete: 'succeeded', cupom: 'skipped', recuperado: 'succeeded', perdido: 'skipped' },
      took: 'PT3H',
    },
    failure: {
      world: { anotar: written(1), lembrete: failed('smtp_auth'), sino: noticed },
      steps: { sino: 'succeeded', perdido: 'skipped' },
    },
  },
  'appointment-reminder': {
    main: {
      world: {
        amanha: rows({
          id: 'row_1',
          dia: '2026-11-22',
          hora: '14:00',
          nome: 'Ana',
          email: 'ana@example.com',
          servico: null,
        }),
        lembrar: sent,
        anotar: written(1, 0),
      },
      output: { lembrados: 1, faltaram: 0 },
      steps: { ligar: 'skipped' },
    },
    failure: {
      world: {
        amanha: rows(
          { id: 'row_1', dia: '2026-11-22', hora: '9:00', nome: 'Ana', email: null },
          { id: 'row_2', dia: '2026-11-22', hora: '10:00', nome: 'Bia', email: 'bia@example.com' },
        ),
        lembrar: [failed('bad_config'), sent],
        anotar: written(1, 0),
        ligar: noticed,
      },
      output: { lembrados: 1, faltaram: 1 },
      steps: { ligar: 'succeeded' },
    },
  },
  'lead-capture': {
    main: {
      world: { guardar: written(1), equipe: told, boasVindas: sent },
      answer: { status: 200 },
      steps: { equipe: 'succeeded', boasVindas: 'succeeded' },
    },
    failure: {
      data: { name: 'Bia', email: 'isto não é', consent: true },
      answer: { status: 422 },
      steps: { guardar: 'skipped', corrigir: 'succeeded' },
    },
  },
  nps: {
    main: {
      world: {
        uma: { output: { first: true } },
        nota: { output: { messageId: 1 } },
        gostou: told,
        guardarBoa: written(1),
      },
      events: [{ after: 'P3DT1H', name: 'message', key: 'cnv_1', data: { text: '10' } }],
      ports: { grupo: 'promotor' },
      steps: { guardarBoa: 'succeeded', equipe: 'skipped' },
    },
    failure: {
      world: { uma: { output: { first: true } }, nota: { output: { messageId: 1 } }, calou: written(1) },
      ports: { nota: 'timeout' },
      steps: { calou: 'succeeded' },
    },
  },
  'payment-reminder': {
    main: {
      world: { abrir: written(1), lembrar: sent, paga: written(1, 0), obrigado: sent },
      events: [{ after: 'P4D', name: 'invoice.paid', key: 'F-2031' }],
      ports: { cobrar: 'pagou' },
      steps: { obrigado: 'succeeded', conversar: 'skipped' },
    },
    failure: {
      world: {
        abrir: written(1),
        lembrar: failed('smtp_550'),
        voltou: noticed,
        conversar: written(1, 0),
        equipe: noticed,
      },
      steps: { conversar: 'succeeded', equipe: 'succeeded' },
    },
  },
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
  'ai-triage': {
    main: {
      world: {
        tipo: { output: { label: 'duvida', confidence: 0.9 } },
        responder: { output: { text: 'Sim, das 8h às 18h.' } },
        mandar: told,
      },
      steps: { mandar: 'succeeded', equipe: 'skipped' },
    },
    failure: {
      world: { tipo: failed('bad_output'), jaVai: told, equipe: told },
      steps: { jaVai: 'succeeded', equipe: 'succeeded', responder: 'skipped' },
    },
  },
  'ai-quote': {
    main: {
      world: {
        pergunta: { output: { messageId: 1 } },
        tabela: rows({ id: 'r', servico: 'Troca de óleo', centavos: 6000 }),
        ler: { output: { object: { servicos: ['Troca de óleo', 'Inventado'], resumo: 'óleo' } } },
        conferir: {
          port: 'approved',
          output: {
            decision: 'approved',
            by: 'user:ana',
            at: '2026-11-21T13:00:00.000Z',
            comment: null,
            fields: { centavos: 6000, recado: '' },
          },
        },
        enviar: { output: { messageId: 2 } },
        guardar: written(1),
        combinado: told,
      },
      events: [
        { after: 'PT1M', name: 'message', key: 'cnv_1', data: { text: 'Trocar o óleo da CG' } },
        { after: 'PT2H', name: 'message', key: 'cnv_1', data: { text: 'pode fazer' } },
      ],
      steps: { combinado: 'succeeded', demora: 'skipped' },
    },
    failure: {
      world: {
        pergunta: { output: { messageId: 1 } },
        tabela: rows(),
        ler: failed('budget_exceeded'),
        conferir: null,
        demora: told,
      },
      events: [{ after: 'PT1M', name: 'message', key: 'cnv_1', data: { text: 'Trocar o óleo da CG' } }],
      ports: { conferir: 'timeout' },
      steps: { demora: 'succeeded', enviar: 'skipped' },
    },
  },
  birthday: {
    main: {
      world: {
        quem: rows({ codigo: '1', nome: 'Ana', email: 'ana@example.com' }),
        uma: { output: { first: true } },
        parabens: sent,
      },
      output: { parabens: 1, falhas: 0 },
      steps: { sino: 'skipped' },
    },
    failure: {
      world: {
        quem: rows({ codigo: '1', nome: 'Ana', email: 'a@' }),
        uma: { output: { first: true } },
        parabens: failed('smtp_550'),
        sino: noticed,
      },
      output: { parabens: 0, falhas: 1 },
      steps: { sino: 'succeeded' },
    },
  },
  'review-request': {
    main: {
      world: { uma: { output: { first: true } }, convite: sent },
      steps: { convite: 'succeeded' },
      took: 'P2DT1H',
    },
    failure: {
      world: { uma: { output: { first: true } }, naoPedir: noticed },
      events: [{ after: 'P1D', name: 'complaint.opened', key: 'os-311' }],
      ports: { espera: 'reclamou' },
      steps: { convite: 'skipped', naoPedir: 'succeeded' },
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
