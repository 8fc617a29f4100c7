import { describe, expect, it } from '@jest/globals';
import { begunDraft, bodyOf, commandForms, missingIn, offered } from './commands.js';

describe('The forms of a case', () => {
  it('offer exactly what the API allows, the step that moves the case on first', () => {
    expect(offered(['cancel', 'return-plan', 'accept-plan'])).toEqual(['accept-plan', 'return-plan', 'cancel']);
    expect(offered([])).toEqual([]);
  });

  it('do not offer a command that they have no form for', () => {
    expect(offered(['reopen-with-a-bang'])).toEqual([]);
  });

  it('ask for a reason where the rules demand one', () => {
    expect(missingIn(commandForms['return-plan'], { reason: '  ' })).toEqual({ reason: 'required' });
    expect(missingIn(commandForms['return-plan'], { reason: 'no root cause' })).toEqual({});
  });

  it('ask for a comment only when the evidence is found ineffective', () => {
    expect(missingIn(commandForms.verify, { result: 'effective' })).toEqual({});
    expect(missingIn(commandForms.verify, { result: 'ineffective' })).toEqual({ comment: 'required' });
    expect(missingIn(commandForms.verify, {})).toEqual({ result: 'required' });
  });

  it('take whole business days from 1 to 20 for an extension', () => {
    const form = commandForms['request-extension'];
    const reason = 'tooling is late';
    for (const businessDays of ['0', '21', '2.5', '-3', 'ten', '']) expect(missingIn(form, { reason, businessDays })).toEqual({ businessDays: 'days' });
    for (const businessDays of ['1', '20']) expect(missingIn(form, { reason, businessDays })).toEqual({});
  });

  it('send texts without the spaces around them, days as a number, and nothing for what was left empty', () => {
    expect(bodyOf(commandForms['request-extension'], { businessDays: ' 5 ', reason: ' tooling \n' })).toEqual({ businessDays: 5, reason: 'tooling' });
    expect(bodyOf(commandForms['accept-plan'], { comment: ' ' })).toEqual({});
  });
});

describe('What is no text', () => {
  it('goes as the API takes it: steps of a shift, figures and answers', () => {
    expect(bodyOf(commandForms['plan-shift'], { steps: '30 50\n90, 100' })).toEqual({ steps: [{ afterDays: 30, moved: 50 }, { afterDays: 90, moved: 100 }] });
    expect(bodyOf(commandForms.segment, { answers: '{"sources":"one"}', expectedSpend: '120000' })).toEqual({ answers: { sources: 'one' }, expectedSpend: 120_000 });
    expect(bodyOf(commandForms.segment, { expectedSpend: '0' })).toEqual({ answers: {}, expectedSpend: 0 });
  });

  it('of an onboarding: a contract with its number and first day or none at all, and a signatory where something is signed', () => {
    const contract = commandForms['agree-contract'];
    expect(missingIn(contract, { text: 'Terms', contract: '{"validTo":"2027-01-01"}' })).toEqual({ contract: 'contract' });
    expect(bodyOf(contract, { text: 'Terms', contract: '{"number":"C-1","validFrom":"2026-01-01","kpiTargets":{"onTimeDelivery":"95"}}' })).toEqual({ text: 'Terms', contract: { number: 'C-1', validFrom: '2026-01-01', kpiTargets: { onTimeDelivery: '95' } } });
    expect(bodyOf(contract, { text: 'Terms', contract: '' })).toEqual({ text: 'Terms' });
    const answers = commandForms['answer-questionnaire'];
    expect(missingIn(answers, { answers: '{"onTime":96}', agreement: '2026-1' })).toEqual({ signatory: 'required' });
    expect(missingIn(answers, { answers: '{"onTime":96}' })).toEqual({});
    const onboarding = { expected: { spend: 250_000 }, agreementAsked: '2026-1' };
    expect([begunDraft('segment', { onboarding }), begunDraft('accept-agreement', { onboarding }), begunDraft('approve', { onboarding })]).toEqual([{ expectedSpend: '250000' }, { agreement: '2026-1' }, {}]);
  });

  it('is refused before it is sent where it says nothing', () => {
    expect(missingIn(commandForms['plan-shift'], { steps: '30 50' })).toEqual({ steps: 'steps' });
    expect(missingIn(commandForms['plan-shift'], { steps: 'soon' })).toEqual({ steps: 'steps' });
    expect(missingIn(commandForms.segment, { expectedSpend: 'much' })).toEqual({ expectedSpend: 'number' });
    expect(missingIn(commandForms['choose-backup'], { category: 'Castings', supplierId: 'x' })).toEqual({});
  });
});
