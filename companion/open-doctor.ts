import type { Examination } from '#shared/contract/doctor.ts'
import { EN } from '#shared/messages/en/en.ts'
import { createDoctor, type Doctor, type DoctorDeps } from './doctor/doctor.ts'
import { type KeptDoctor, keepExaminations } from './doctor/kept-examinations.ts'
import { findSubject, type SubjectDeps } from './doctor/subject/find-subject.ts'
import type { EventBus } from './events/event-bus.ts'
import { publishRecords } from './events/publish-records.ts'
import { registrationPlace } from './secrets/secret-places.ts'
import { maskValue } from './secrets/mask-value.ts'
import type { SecretRegistry } from './secrets/secret-registry.ts'
import type { Vault } from './secrets/vault.ts'
import { createMemoryRecords } from './store/memory-records.ts'
import type { Store } from './store/store.ts'

type DoctorParts = Omit<
  DoctorDeps,
  'language' | 'hasDeveloper' | 'readSecret' | 'findSubject' | 'idp'
> & {
  recorder: SubjectDeps['recorder']
  gateway: Pick<SubjectDeps, 'verdicts'>
  addresses: { idp: string }
  scenarios: { active: SubjectDeps['provoked'] }
  vault: Vault
  bus: EventBus
  registry: SecretRegistry
}

/** The doctor with what it may read of other rooms; examinations are kept in memory and announced. */
export function openDoctor(
  store: Store,
  { vault, bus, registry, ...parts }: DoctorParts,
): KeptDoctor {
  const { idp } = parts.addresses
  const doctor = createDoctor({
    ...parts,
    idp,
    language: EN,
    findSubject: (order) =>
      findSubject(
        {
          ...parts,
          idp,
          verdicts: parts.gateway.verdicts,
          provoked: () => parts.scenarios.active(),
          vault,
          runs: store.records('runs'),
          apis: store.records('apis'),
          tokens: store.records('tokens'),
        },
        order,
      ),
    hasDeveloper: (id) => store.records('developers').get(id) !== undefined,
    readSecret(id, field) {
      const sealed = store.records('registrations').get(id)?.[field]
      return sealed === undefined ? undefined : vault.open(sealed, registrationPlace(id, field))
    },
  })
  const examinations = createMemoryRecords<Examination>()
  publishRecords(bus, examinations, {
    changed: 'examination.finished',
    deleted: 'examination.deleted',
    present: (examination) => examination,
  })
  return keepExaminations(maskExaminations(doctor, registry.mask), examinations)
}

/** Findings quote what a provider answered. */
function maskExaminations(doctor: Doctor, mask: (text: string) => string): Doctor {
  const clean = ({ findings, passed, left_behind, ...rest }: Examination): Examination => ({
    ...rest,
    ...maskValue({ findings, passed, left_behind }, mask),
  })
  return {
    examine: async (order) => clean(await doctor.examine(order)),
    applyFix: async (examination, finding) => clean(await doctor.applyFix(examination, finding)),
  }
}
