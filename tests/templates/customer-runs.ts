import { failed, noticed, rows, sent, told, written } from './answers.ts';
import type { Paths } from './paths.ts';

/** Of templates that talk with customers. */
export const customerRuns: Record<string, Paths> = {
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
};
