import type { NoticeName } from './notice-list.ts';
import type { NoticeWords } from './notice-words.ts';

const words = (subject: string, body: string, button: string, short: string): NoticeWords => ({
  subject,
  body,
  button,
  short,
});

export const WORDS_PT: Readonly<Record<NoticeName, NoticeWords>> = {
  trial_started: words(
    'Seu teste do plano {{plan}} começou\nSeu teste começou',
    'Olá! O teste da conta {{account}} começou.\n\nVocê usa tudo do plano {{plan}} até {{endsAt}}.\n\nAvisamos antes de acabar, e nada do que você criou é apagado.\n\nSe você não assinar, a conta volta para o plano {{then}}.',
    'Ver meu plano',
    'O teste do plano {{plan}} vale até {{endsAt}}.\nBom teste!',
  ),
  trial_ends_soon: words(
    'Faltam {{days}} dias do seu teste\nSeu teste está acabando',
    'O teste da conta {{account}} está acabando.\n\nEle vai até {{endsAt}}.\n\nPara continuar no plano {{plan}}, escolha como pagar.\n\nSe preferir não assinar, tudo bem: a conta volta para o plano {{then}}, seus dados ficam guardados, e o que passar dos limites dele fica congelado até você voltar.',
    'Escolher como pagar',
    'O teste termina em {{endsAt}}.\nAssine para continuar sem pausa.',
  ),
  trial_ended: words(
    'Seu teste terminou',
    'O teste da conta {{account}} terminou.\n\nEla agora está no plano {{plan}}.\n\nNada foi apagado. O que passa dos limites está congelado e volta como estava quando você assinar.',
    'Ver os planos',
    'A conta está no plano {{plan}}.\nNada foi apagado.',
  ),
  subscribed: words(
    'Bem-vindo ao plano {{plan}}\nSua assinatura está ativa',
    'Obrigado! A assinatura da conta {{account}} está ativa.\n\nRecebemos {{amount}}.\n\nA próxima cobrança é em {{periodEnd}}. A fatura chega em outro e-mail.',
    'Ver meu plano',
    'A assinatura do plano {{plan}} está ativa.\nObrigado por assinar!',
  ),
  renewal_soon: words(
    'Sua assinatura renova em {{at}}\nSua assinatura renova em breve',
    'A assinatura da conta {{account}} vai renovar.\n\nVamos cobrar {{amount}} em {{at}}.\n\nSe quiser mudar de plano ou cancelar, faça isso antes dessa data.',
    'Ver minha assinatura',
    'A renovação é em {{at}}.\nConfira sua forma de pagamento.',
  ),
  pix_waiting: words(
    'Pix de {{amount}} esperando pagamento',
    'Este é o Pix da conta {{account}}, no valor de {{amount}}.\n\nCopie o código e cole no aplicativo do seu banco, em “Pix copia e cola”:\n\n{{code}}\n\nO código vale até {{expiresAt}}.\n\nAssim que o banco confirmar, avisamos por aqui. Se você já pagou, não precisa fazer nada.',
    'Abrir o QR code',
    'Há um Pix de {{amount}} esperando pagamento.\nEle vale até {{expiresAt}}.',
  ),
  payment_failed: words(
    'Não conseguimos cobrar sua assinatura',
    'A cobrança da conta {{account}} não passou.\n\nO valor é {{amount}}. Às vezes é só o limite do cartão ou a validade.\n\nVamos tentar de novo em {{nextAttemptAt}}.\n\nSeu acesso continua. Para resolver já, confira a forma de pagamento.',
    'Conferir o pagamento',
    'A cobrança não passou. Confira a forma de pagamento.\nNova tentativa em {{nextAttemptAt}}.',
  ),
  payment_failed_again: words(
    'A cobrança ainda não passou',
    'Tentamos de novo, e a cobrança da conta {{account}} ainda não passou.\n\nO valor em aberto é {{amount}}.\n\nA próxima tentativa é em {{nextAttemptAt}}.\n\nTrocar o cartão ou pagar por Pix costuma resolver na hora.',
    'Resolver agora',
    'A cobrança ainda não passou. Troque o cartão ou pague por Pix.',
  ),
  payment_last_call: words(
    'Último aviso antes de pausar sua conta',
    'A assinatura da conta {{account}} continua sem pagamento.\n\nO valor em aberto é {{amount}}.\n\nSem pagamento até {{until}}, a conta passa a ser só de leitura e depois vai para o plano {{then}}.\n\nSeus dados não são apagados.',
    'Pagar agora',
    'A assinatura está sem pagamento. Resolva para não perder o acesso.\nO prazo é {{until}}.',
  ),
  grace_begun: words(
    'Sua conta está em modo leitura',
    'Por falta de pagamento, a conta {{account}} está em modo leitura: você continua vendo tudo o que fez.\n\nPagando até {{until}}, tudo volta como estava, sem perder nada.\n\nDepois disso a conta vai para o plano {{then}}.',
    'Pagar e reativar',
    'A conta está em modo leitura por falta de pagamento.\nO prazo para pagar é {{until}}.',
  ),
  downgraded: words(
    'Sua conta passou para o plano {{plan}}\nSua conta mudou de plano',
    'A assinatura da conta {{account}} acabou.\n\nA conta passou para o plano {{plan}}.\n\nNada foi apagado. Itens acima dos limites, que ficaram congelados: {{frozen}}.\n\nVocê escolhe quais ficam ativos, e tudo descongela quando voltar a assinar.',
    'Escolher o que fica ativo',
    'A conta está no plano {{plan}}.\nO que passa dos limites ficou congelado.',
  ),
  recovered: words(
    'Pagamento recebido: está tudo certo',
    'Recebemos o pagamento da conta {{account}}. Obrigado!\n\nO valor foi {{amount}}.\n\nSeu acesso está completo de novo, pago até {{paidThrough}}.',
    'Ver meu plano',
    'Pagamento recebido. O acesso está completo de novo.',
  ),
  cancel_scheduled: words(
    'Sua assinatura termina em {{at}}\nSua assinatura vai terminar',
    'Como você pediu, a assinatura da conta {{account}} não vai renovar.\n\nVocê usa tudo até {{at}}; depois a conta vai para o plano {{then}}, com seus dados guardados.\n\nMudou de ideia? Até lá é só um clique.',
    'Manter a assinatura',
    'A assinatura termina em {{at}}.\nAté lá dá para voltar atrás.',
  ),
  canceled: words(
    'Sua assinatura terminou',
    'A assinatura da conta {{account}} terminou, e não haverá novas cobranças.\n\nSeus dados continuam guardados. Obrigado pelo tempo que passou com a gente.\n\nA conta agora está no plano {{plan}}.',
    'Assinar de novo',
    'A assinatura terminou. Seus dados continuam guardados.',
  ),
  revoked: words(
    'Que bom que você ficou',
    'O cancelamento foi desfeito, e a assinatura da conta {{account}} continua como antes.\n\nO plano é o {{plan}}.',
    'Ver meu plano',
    'O cancelamento foi desfeito. A assinatura continua.',
  ),
  change_scheduled: words(
    'Sua mudança para o plano {{newPlan}} está marcada\nSua mudança de plano está marcada',
    'A mudança de plano da conta {{account}} está marcada.\n\nEm {{at}} ela passa do {{plan}} para o {{newPlan}}.\n\nAté lá nada muda, e você pode desistir enquanto o próximo período não estiver pago.',
    'Ver a mudança',
    'A mudança de plano acontece em {{at}}.\nAté lá nada muda.',
  ),
  changed: words(
    'Agora você está no plano {{plan}}\nSua assinatura mudou',
    'A mudança da conta {{account}} está feita, e já vale.\n\nO plano agora é o {{plan}}.\n\nPela diferença do período cobramos {{amount}}.',
    'Ver meu plano',
    'O plano agora é o {{plan}}.\nA mudança já vale.',
  ),
  paused: words(
    'Sua assinatura está em pausa',
    'A assinatura da conta {{account}} está em pausa, e não há cobrança enquanto isso.\n\nEla volta sozinha em {{until}}.\n\nNesse dia cobramos cerca de {{amount}}, pelo que faltar do período em curso.\n\nVocê pode retomar ou cancelar antes, quando quiser.',
    'Retomar agora',
    'A assinatura está em pausa.\nEla volta em {{until}}.',
  ),
  resume_soon: words(
    'Sua pausa acaba em {{at}}\nSua pausa acaba em breve',
    'A pausa da assinatura da conta {{account}} está acabando.\n\nEla volta sozinha em {{at}}.\n\nVamos cobrar cerca de {{amount}}, pelo que falta do período em curso nesse dia.\n\nSe quiser cancelar, faça isso antes dessa data.',
    'Ver minha assinatura',
    'A pausa da assinatura está acabando.\nEla volta sozinha em {{at}}.\nNesse dia cobramos cerca de {{amount}}.',
  ),
  resumed: words(
    'Sua assinatura voltou',
    'A assinatura da conta {{account}} voltou da pausa, e tudo está ativo de novo.\n\nA próxima cobrança é em {{periodEnd}}.',
    'Ver meu plano',
    'A assinatura voltou da pausa.',
  ),
  refunded: words(
    'Devolvemos {{amount}}\nDevolvemos um pagamento',
    'Fizemos uma devolução para a conta {{account}}.\n\nO valor é {{amount}}.\n\nNo Pix ela cai no mesmo dia; no cartão pode levar até duas faturas, conforme o banco.',
    'Ver as faturas',
    'Fizemos uma devolução de {{amount}}.\nO prazo depende do banco.',
  ),
  disputed: words(
    'Um pagamento foi contestado',
    'O banco nos avisou que um pagamento da conta {{account}} foi contestado.\n\nO valor é {{amount}}.\n\nSe foi engano, fale com o banco para retirar a contestação, ou responda a este e-mail: a gente resolve junto.',
    'Ver a assinatura',
    'O banco avisou que um pagamento foi contestado.',
  ),
  provider_switched: words(
    'Sua forma de cobrança mudou',
    'A cobrança da conta {{account}} mudou de lugar, como você pediu. Nada é cobrado em dobro.\n\nA partir de {{at}} quem cobra é: {{provider}}.',
    'Ver minha assinatura',
    'A forma de cobrança mudou. Nada é cobrado em dobro.',
  ),
  licence_granted: words(
    'Sua licença vitalícia virou um ano de {{plan}}\nSua licença vitalícia virou uma assinatura',
    'Obrigado por estar com a gente desde o começo! A licença vitalícia da conta {{account}} agora é uma assinatura na Trama, sem custo.\n\nO plano é o {{plan}}, e vale até {{until}}.\n\nAvisamos com antecedência antes de acabar, e nada é cobrado sem você pedir.',
    'Conhecer o plano',
    'A licença vitalícia virou uma assinatura sem custo.\nEla vale até {{until}}.',
  ),
  frozen: words(
    'Parte da conta ficou congelada',
    'O que a conta {{account}} pode ter ficou menor, e nem tudo cabe mais.\n\nNada foi apagado. Itens acima dos limites, que ficaram congelados: {{frozen}}.\n\nVocê escolhe quais ficam ativos, e tudo descongela em um plano com mais espaço.',
    'Escolher o que fica ativo',
    'Itens congelados: {{frozen}}.\nVocê escolhe o que fica ativo.',
  ),
  usage_warning: words(
    '{{percentage}}% do plano já usados: {{feature}}',
    'A conta {{account}} já usou {{percentage}}% do que o plano dá: {{feature}}.\n\nSão {{used}} de {{limit}}.\n\nA contagem recomeça em {{resetsAt}}.\n\nSe for faltar, um plano maior vale na hora, e você paga só a diferença.',
    'Ver o uso',
    'Uso de {{feature}}: {{percentage}}% do plano.\nRecomeça em {{resetsAt}}.',
  ),
  usage_full: words(
    'Limite atingido: {{feature}}',
    'A conta {{account}} chegou ao limite do plano: {{feature}}.\n\nO limite é {{limit}}.\n\nA contagem recomeça em {{resetsAt}}. Até lá, o que passa do limite não é aceito.\n\nCom um plano maior tudo volta na hora.',
    'Aumentar o limite',
    'Limite atingido: {{feature}}.\nRecomeça em {{resetsAt}}.',
  ),
  invoice_issued: words(
    'Fatura {{number}} da Trama',
    'A fatura {{number}} da conta {{account}} está em anexo.\n\nO valor é {{amount}}, já pago. Não é preciso fazer nada.',
    'Ver todas as faturas',
    'A fatura {{number}} foi emitida.',
  ),
  credit_issued: words(
    'Nota de crédito {{number}} da Trama',
    'A nota de crédito {{number}} da conta {{account}} está em anexo.\n\nEla registra a devolução de {{amount}}.',
    'Ver todas as faturas',
    'A nota de crédito {{number}} foi emitida.',
  ),
};
